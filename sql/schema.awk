# Turns the numbered schema scripts into C: one
#   MIGRATION(version, engine, inside, "statement")
# per statement and engine, in the order of the scripts.

BEGIN { n_engines = split("sqlite3 pgsql mysql", engine, " ") }

function fail(message)
{
    print FILENAME ":" FNR ": " message > "/dev/stderr"
    failed = 1
    exit 1
}

function trim(text)
{
    gsub(/^[ \t]+|[ \t]+$/, "", text)
    return text
}

function expand(text, e,   word)
{
    while (match(text, /\{[a-z]+\}/)) {
        word = substr(text, RSTART, RLENGTH)
        if (!((word, e) in type))
            fail(word " has no meaning for " e)
        text = substr(text, 1, RSTART - 1) type[word, e] substr(text, RSTART + RLENGTH)
    }
    return text
}

function add(e, text)
{
    sql[e] = trim(sql[e] " " text)
    if (sql[e] !~ /;$/)
        return
    sub(/[ \t]*;$/, "", sql[e])
    text = trim(expand(sql[e], e))
    gsub(/\\/, "\\\\", text)
    gsub(/"/, "\\\"", text)
    print "MIGRATION(" version ", \"" e "\", " inside ", \"" text "\")"
    sql[e] = ""
}

FNR == 1 {
    version = FILENAME
    sub(/.*\//, "", version)
    sub(/\.sql$/, "", version)
    version = version + 0
    inside = 1
}

/^-- type \{/ {
    match($0, /\{[a-z]+\}/)
    word = substr($0, RSTART, RLENGTH)
    n = split(substr($0, index($0, ":") + 1), part, "|")
    for (i = 1; i <= n; i++) {
        e = trim(substr(part[i], 1, index(part[i], "=") - 1))
        type[word, e] = trim(substr(part[i], index(part[i], "=") + 1))
    }
    next
}

/^-- outside[ \t]*$/ { inside = 0; next }
/^-- inside[ \t]*$/ { inside = 1; next }
/^--/ || /^[ \t]*$/ { next }

/^@/ {
    for (i = 1; i <= n_engines; i++)
        if (index($0, "@" engine[i] " ") == 1)
            add(engine[i], trim(substr($0, length(engine[i]) + 2)))
    next
}

{
    for (i = 1; i <= n_engines; i++)
        add(engine[i], trim($0))
}

END {
    if (failed)
        exit 1
    for (i = 1; i <= n_engines; i++)
        if (sql[engine[i]] != "")
            fail("a statement for " engine[i] " has no end")
}
