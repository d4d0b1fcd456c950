# Turns queries.sql into C.
#
#   awk -v part=header -f statements.awk queries.sql   enums of statements and columns
#   awk -v part=table  -f statements.awk queries.sql   one STATEMENT(...) per statement
#
# A statement whose placeholders are not as many as its arguments, a word in
# braces that was never let, and an engine left without SQL stop the build.

BEGIN {
    n_engines = split("sqlite3 pgsql mysql", engine, " ")
    if (part == "header")
        print "/* Made from sql/queries.sql. */\n#ifndef DS_STATEMENTS_H\n#define DS_STATEMENTS_H\n"
}

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

# The bare name of a column: what stands behind the point.
function column_name(text)
{
    text = trim(text)
    sub(/^[a-z]+\./, "", text)
    return toupper(text)
}

function expand(text,   word, start)
{
    while (match(text, /\{[a-z_]+\}/)) {
        word = substr(text, RSTART + 1, RLENGTH - 2)
        if (!(word in let))
            fail("{" word "} was never let")
        text = substr(text, 1, RSTART - 1) let[word] substr(text, RSTART + RLENGTH)
    }
    return text
}

# "sn...": one letter per placeholder.
function kinds(text,   result)
{
    result = ""
    while (match(text, /%(s|lld|%|.)/)) {
        if (substr(text, RSTART, 2) == "%s")
            result = result "s"
        else if (substr(text, RSTART, 4) == "%lld")
            result = result "n"
        else if (substr(text, RSTART, 2) != "%%")
            fail("only %s and %lld may stand in " label)
        text = substr(text, RSTART + (substr(text, RSTART, 4) == "%lld" ? 4 : 2))
    }
    return result
}

# "key, gram*32" are 33.
function count_arguments(text,   n, i, item, result)
{
    n = trim(text) == "" ? 0 : split(text, item, ",")
    result = 0
    for (i = 1; i <= n; i++)
        result += index(item[i], "*") ? substr(item[i], index(item[i], "*") + 1) + 0 : 1
    return result
}

function quoted(text)
{
    gsub(/\\/, "\\\\", text)
    gsub(/"/, "\\\"", text)
    return "\"" text "\""
}

function finish(   i, line, arguments)
{
    if (label == "")
        return
    for (i = 1; i <= n_engines; i++) {
        if (sql[i] == "")
            fail(label " has no SQL for " engine[i])
        sql[i] = trim(expand(sql[i]))
        if (sub(/;$/, "", sql[i]) == 0)
            fail(label " does not end with a semicolon")
        if (i > 1 && kinds(sql[i]) != kinds(sql[1]))
            fail(label " takes other arguments on " engine[i])
    }
    arguments = kinds(sql[1])
    if (length(arguments) != n_arguments)
        fail(label " names " n_arguments " arguments and has " length(arguments) " placeholders")
    if (part == "table") {
        line = "STATEMENT(" toupper(substr(label, 4)) ", \"" label "\", \"" arguments "\", " n_columns
        for (i = 1; i <= n_engines; i++)
            line = line ",\n    " quoted(sql[i])
        print line ")"
    }
    names[++n_names] = toupper(substr(label, 4))
    label = ""
}

/^-- let: / {
    finish()
    text = $0
    sub(/^-- let: /, "", text)
    word = trim(substr(text, 1, index(text, "=") - 1))
    let[word] = trim(substr(text, index(text, "=") + 1))
    if (part == "header" && !index(let[word], "%")) {
        n = split(let[word], item, ",")
        line = "enum { /* " word " */"
        for (i = 1; i <= n; i++)
            line = line "\n    DS_COL_" toupper(word) "_" column_name(item[i]) ","
        print line "\n    DS_COL_" toupper(word) "_COUNT\n};\n"
    }
    let_count[word] = split(let[word], item, ",")
    next
}

/^-- name: / {
    finish()
    if (!match($0, /ds_[a-z0-9_]+\(/))
        fail("a name is label(arguments) -> columns")
    label = substr($0, RSTART, RLENGTH - 1)
    if (label in seen)
        fail(label " is there twice")
    seen[label] = 1
    rest = substr($0, RSTART + RLENGTH)
    arguments = substr(rest, 1, index(rest, ")") - 1)
    n_arguments = count_arguments(arguments)
    columns = index(rest, "->") ? trim(substr(rest, index(rest, "->") + 2)) : ""
    n = columns == "" ? 0 : split(columns, item, ",")
    n_columns = 0
    line = ""
    for (i = 1; i <= n; i++) {
        word = trim(item[i])
        if (word ~ /^\{/) {
            gsub(/[{}]/, "", word)
            if (!(word in let))
                fail("{" word "} was never let")
            line = line "\n    DS_COL_" toupper(substr(label, 4)) "__" toupper(word) " = " n_columns ","
            n_columns += let_count[word]
        } else {
            line = line "\n    DS_COL_" toupper(substr(label, 4)) "_" column_name(word) " = " n_columns ","
            n_columns++
        }
    }
    if (part == "header" && line != "")
        print "enum { /* " label " */" line "\n};\n"
    for (i = 1; i <= n_engines; i++)
        sql[i] = ""
    next
}

/^--/ || /^[ \t]*$/ { next }

label == "" { fail("SQL without a name") }

/^@/ {
    for (i = 1; i <= n_engines; i++)
        if (index($0, "@" engine[i] " ") == 1)
            sql[i] = sql[i] " " trim(substr($0, length(engine[i]) + 2))
    next
}

{
    for (i = 1; i <= n_engines; i++)
        sql[i] = sql[i] " " trim($0)
}

END {
    if (failed)
        exit 1
    finish()
    if (part == "header") {
        print "typedef enum ds_sql {"
        for (i = 1; i <= n_names; i++)
            print "    DS_SQL_" names[i] ","
        print "    DS_SQL_COUNT\n} ds_sql;\n\n#endif"
    }
}
