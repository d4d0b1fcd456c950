#!/bin/sh
# Installs what is missing, and nothing else.
#
#   deps.sh GROUP...     groups: run check fuzz bench
#   deps.sh --list GROUP...   prints the missing packages, installs nothing
#
# The one list of packages is below. A tool that is already there is never
# replaced, wherever it came from; packages that are installed are not upgraded
# and none is removed. Of the server only its program is taken (apache2-bin),
# not the package that starts a service on port 80.
set -eu

# group | how to see that it is there | Debian, Ubuntu | Fedora, RHEL
#   cmd A,B   one of these programs is in the path
#   py M      the system's Python has the module
#   pkg       the package itself is installed
packages='
run   | cmd gcc,cc            | gcc libc6-dev               | gcc
run   | cmd make              | make                        | make
run   | cmd pkg-config        | pkg-config                  | pkgconf-pkg-config
run   | cmd apache2,httpd     | apache2-bin                 | httpd
run   | cmd apxs2,apxs        | apache2-dev                 | httpd-devel
run   | pkg                   | libxml2-dev                 | libxml2-devel
run   | pkg                   | libpcre2-dev                | pcre2-devel
run   | pkg                   | libjansson-dev              | jansson-devel
run   | pkg                   | libzip-dev                  | libzip-devel
run   | pkg                   | libssl-dev                  | openssl-devel
run   | pkg                   | zlib1g-dev                  | zlib-devel
run   | pkg                   | libcurl4-openssl-dev        | libcurl-devel
run   | pkg                   | libaprutil1-dbd-sqlite3     | apr-util-sqlite
run   | cmd setpriv           | util-linux                  | util-linux
check | pkg                   | libaprutil1-dbd-pgsql       | apr-util-pgsql
check | pkg                   | libaprutil1-dbd-mysql       | apr-util-mysql
check | pkg                   | check                       | check-devel
check | cmd xmllint           | libxml2-utils               | libxml2
check | cmd openssl           | openssl                     | openssl
check | cmd sqlite3           | sqlite3                     | sqlite
check | cmd nm                | binutils                    | binutils
check | cmd python3           | python3                     | python3
check | py pytest             | python3-pytest              | python3-pytest
check | py requests           | python3-requests            | python3-requests
check | py lxml               | python3-lxml                | python3-lxml
check | py feedparser         | python3-feedparser          | python3-feedparser
check | py selenium           | python3-selenium            | python3-selenium
check | cmd chromium,chromium-browser,google-chrome | chromium | chromium
check | cmd chromedriver,chromium.chromedriver | chromium-driver | chromedriver
check | pkg                   | fonts-noto-cjk              | google-noto-sans-cjk-fonts
check | pkg                   | ca-certificates             | ca-certificates
check | cmd npm               | npm                         | npm
check | cmd java              | default-jre-headless        | java-headless
fuzz  | cmd clang             | clang                       | clang
fuzz  | pkg                   | libclang-rt-@clang@-dev     | compiler-rt
bench | cmd wrk               | wrk                         | wrk
'

system_python=/usr/bin/python3
list_only=
if [ "${1-}" = --list ]; then
    list_only=yes
    shift
fi

if command -v apt-get >/dev/null 2>&1; then
    system=apt
elif command -v dnf >/dev/null 2>&1; then
    system=dnf
else
    system=none
fi

is_installed() {
    case $system in
    apt) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
    dnf) rpm -q "$1" >/dev/null 2>&1 ;;
    none) return 1 ;;
    esac
}

has_program() {
    for tool in $(echo "$1" | tr , ' '); do
        PATH=$PATH:/usr/sbin:/sbin command -v "$tool" >/dev/null 2>&1 && return 0
    done
    return 1
}

# The compiler's runtime is named by its version, which the distribution knows.
with_version() {
    case $1 in
    *@clang@*)
        version=$(apt-cache depends clang 2>/dev/null |
                  sed -n 's/.*Depends: clang-\([0-9]*\)$/\1/p' | head -n 1)
        echo "$1" | sed "s/@clang@/$version/"
        ;;
    *) echo "$1" ;;
    esac
}

missing_of() {
    echo "$packages" | while IFS='|' read -r group probe deb rpm; do
        [ "$(echo $group)" = "$1" ] || continue
        set -- "$1" $probe
        case $system in dnf) names=$rpm ;; *) names=$deb ;; esac
        for name in $names; do
            name=$(with_version "$name")
            case $2 in
            cmd) has_program "$3" || echo "$name" ;;
            py) "$system_python" -c "import $3" >/dev/null 2>&1 || echo "$name" ;;
            pkg) is_installed "$name" || echo "$name" ;;
            esac
        done
    done
}

missing=$(for group in "$@"; do missing_of "$group"; done | sort -u | tr '\n' ' ')
missing=${missing% }
[ -n "$missing" ] || exit 0
if [ -n "$list_only" ]; then
    echo "$missing"
    exit 0
fi

case $system in
apt)
    refresh='apt-get update'
    install="apt-get install -y --no-install-recommends --no-upgrade --no-remove $missing"
    ;;
dnf)
    refresh=true
    install="dnf install -y --setopt=install_weak_deps=False $missing"
    ;;
none)
    echo "Please install by your system's means: $missing" >&2
    exit 1
    ;;
esac

tell() {
    echo "Missing: $missing" >&2
    echo "Please run as root:" >&2
    [ "$refresh" = true ] || echo "  $refresh" >&2
    echo "  $install" >&2
    exit 1
}

as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || tell
    as_root=sudo
fi

run() {
    echo "+ $as_root $*"
    $as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l \
        timeout 1800 "$@" </dev/null
}

with_lock() {
    program=$1
    shift
    case $program in
    apt-get) run apt-get -q -o DPkg::Lock::Timeout=300 "$@" ;;
    *) run "$program" "$@" ;;
    esac
}

known() {
    [ $system != apt ] && return 0
    for name in $missing; do
        apt-cache show "$name" >/dev/null 2>&1 || return 1
    done
}

known || with_lock $refresh || tell
with_lock $install || { with_lock $refresh && with_lock $install; } || tell
