#!/bin/sh
# Serves a demonstration on 127.0.0.1: what `make run` does when all is built.
#
#   PORT            8080
#   DEMO_PASSWORD   password of all accounts; else they are random and kept
#   BUILD           where module and tool were built
#
# The first run makes a database with organs, accounts and reports; later runs
# keep it. Run by root, everything lives in /var/tmp and belongs to an
# unprivileged user, who runs the server; else it lives in $BUILD/demo.
set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
cd "$top"
BUILD=$(cd "${BUILD:-build}" && pwd)
PORT=${PORT:-8080}
PATH=$PATH:/usr/sbin:/sbin
export PATH

fail() {
    echo "make run: $*" >&2
    exit 1
}

# ---- Who runs it, and where ----

if [ "$(id -u)" -eq 0 ]; then
    owner=
    for name in www-data apache nobody; do
        id "$name" >/dev/null 2>&1 && { owner=$name; break; }
    done
    [ -n "$owner" ] || fail "there is no unprivileged user to run the server"
    group=$(id -gn "$owner")
    root=/var/tmp/mod_disclosure-demo-$(echo "$BUILD" | cksum | cut -d' ' -f1)
    as_owner="setpriv --reuid=$owner --regid=$group --clear-groups --"
else
    owner=$(id -un)
    group=$(id -gn)
    root=$BUILD/demo
    as_owner=
fi

# A folder in a place where everybody may write is used only if it is ours.
if [ -e "$root" ] || [ -L "$root" ]; then
    [ ! -L "$root" ] && [ "$(stat -c %U "$root")" = "$owner" ] ||
        fail "$root belongs to somebody else; remove it, please"
fi

pid=$(cat "$root/run/httpd.pid" 2>/dev/null || true)
if [ -n "$pid" ] && grep -q "$root/httpd.conf" "/proc/$pid/cmdline" 2>/dev/null; then
    fail "this demonstration runs already, as process $pid; stop it first: kill $pid"
fi

# ---- The port ----

case $PORT in
*[!0-9]* | '' | ??????*) fail "PORT=$PORT is no port" ;;
esac
[ "$PORT" -ge 1024 ] && [ "$PORT" -le 65535 ] || fail "PORT must be from 1024 to 65535"

is_listening() {
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
        awk -v port="$(printf ':%04X' "$PORT")" \
            '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }'
}
if is_listening; then
    fail "port $PORT is in use; choose another: PORT=8081 make run"
fi

# ---- Files ----

[ -d "$root" ] || mkdir "$root"
chown "$owner:$group" "$root"
for folder in run logs www app files; do
    $as_owner mkdir -p "$root/$folder"
done
stage=$BUILD/demo-stage
rm -rf "$stage"
make -s install-files BUILD="$BUILD" DESTDIR="$stage" PREFIX=/usr >/dev/null
rm -rf "$root/app"
mkdir "$root/app"
cp "$(find "$stage" -name mod_disclosure.so)" "$stage/usr/bin/disclosurectl" "$root/app/"
cp -R "$stage/usr/share/mod_disclosure" "$root/app/data"
cp -R conf/demo "$root/app/demo"
chown -R "$owner:$group" "$root/app"

tool() {
    $as_owner env DISCLOSURE_DATA="$root/app/data" DISCLOSURE_DB_DRIVER=sqlite3 \
        DISCLOSURE_PASSWORD_CLASSES=1 \
        DISCLOSURE_DB_PARAMS="$database" "$root/app/disclosurectl" "$@"
}

# ---- Organs, accounts, reports ----

accounts='editor reviewer publisher admin'
passwords=$root/passwords
# Random, with a sign of every kind that the rules for passwords may ask for.
new_password() { echo "Ds7-$(head -c 12 /dev/urandom | base64 | tr '+/' 'xy')"; }

password_of() {
    if [ -n "${DEMO_PASSWORD:-}" ]; then
        echo "$DEMO_PASSWORD"
    else
        sed -n "s/^$1 //p" "$passwords"
    fi
}

keep_passwords() {
    : >"$passwords"
    chmod 600 "$passwords"
    for account in $accounts; do
        echo "$account ${DEMO_PASSWORD:-$(new_password)}" >>"$passwords"
    done
}

# Made beside its place and moved there whole, so that an interrupted first
# run leaves nothing by half.
populate() {
    echo "Making a database with sample organs, accounts and reports ..."
    rm -rf "$root/data.new"
    $as_owner mkdir -m 700 "$root/data.new"
    database=$root/data.new/disclosure.db
    tool init
    tool organ import "$root/app/demo/organs.csv" >/dev/null
    keep_passwords
    for account in $accounts; do
        password_of "$account" | tool account add "$account" --grant "$account@linzi" >/dev/null
    done
    tool import --list "$root/app/demo/reports.csv" >"$root/logs/import.log" ||
        { cat "$root/logs/import.log" >&2; fail "the sample reports were not taken in"; }
    mv "$root/data.new" "$root/data"
}

[ -d "$root/data" ] || populate
database=$root/data/disclosure.db
tool migrate >/dev/null
if [ -n "${DEMO_PASSWORD:-}" ]; then
    keep_passwords
    for account in $accounts; do
        password_of "$account" | tool account password "$account" >/dev/null
    done
fi

# ---- The server ----

httpd=$(command -v apache2 || command -v httpd)
folder=$($(command -v apxs2 || command -v apxs) -q LIBEXECDIR)
built_in=$("$httpd" -l)
modules=$(for name in mpm_event unixd log_config watchdog authn_core authz_core authz_user \
                      auth_basic dbd mime dir alias filter include headers setenvif reqtimeout; do
    case $built_in in *mod_"$name".c*) continue ;; esac
    [ -e "$folder/mod_$name.so" ] && echo "LoadModule ${name}_module \"$folder/mod_$name.so\""
done || true)

configuration=$root/httpd.conf
root=$root port=$PORT modules=$modules awk '
    { gsub(/@ROOT@/, ENVIRON["root"]); gsub(/@APP@/, ENVIRON["root"] "/app")
      gsub(/@PORT@/, ENVIRON["port"]); gsub(/@MODULES@/, ENVIRON["modules"]); print }
    ' conf/demo/httpd.conf conf/demo/portal.conf >"$configuration"
chmod 644 "$configuration"

cd /
$as_owner setsid "$httpd" -d "$root" -f "$configuration" -DFOREGROUND </dev/null &
server=$!
trap 'kill -TERM $server 2>/dev/null || true' INT TERM HUP

tries=0
until is_listening; do
    tries=$((tries + 1))
    if ! kill -0 $server 2>/dev/null || [ $tries -gt 300 ]; then
        kill -TERM $server 2>/dev/null || true
        tail -n 20 "$root/logs/error.log" >&2 || true
        fail "the server did not start; its log is $root/logs/error.log"
    fi
    sleep 0.1
done

site=http://127.0.0.1:$PORT/disclosure
cat <<TEXT

  Reports          $site/
  One report       $site/jixia/2020
  its data         $site/jixia/2020.xml  .json  .csv
  Interface        $site/api/reports

  In a portal      ${site%/disclosure}/portal/            a portal that was there before:
    its template   ${site%/disclosure}/nianbao/jixia/2020
    included       ${site%/disclosure}/portal/include.shtml
    fetched        ${site%/disclosure}/portal/fetch.html
    pasted         ${site%/disclosure}/portal/pasted.shtml   copied from $site/jixia/2020/paste

  Accounts (roles on the district linzi and all organs below it):
TEXT
for account in $accounts; do
    printf '    %-10s %s\n' "$account" "$(password_of "$account")"
done
cat <<TEXT

  For example:
    curl -u editor:PASSWORD $site/api/reports/jixia/2020
    curl -u editor:PASSWORD -H 'Content-Type: text/plain; charset=utf-8' \\
         --data-binary @report.txt $site/api/check

  Files, database and log: $root
  Ctrl-C stops the server; the data stay. To begin anew: rm -r $root

TEXT

# wait comes back at a signal; then once more for the server's own end.
status=0
wait $server || status=$?
wait $server 2>/dev/null || true
echo "Stopped."
case $status in 0 | 130 | 143 | 129) exit 0 ;; *) exit "$status" ;; esac
