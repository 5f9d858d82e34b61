#!/bin/sh
# A throw-away PostgreSQL on a Unix socket, without durability.
#   eval "$(sh tests/postgres.sh start DIR)"   sets BAKEN_TEST_POSTGRES
#   sh tests/postgres.sh stop DIR
set -eu
command=$1 dir=$2
pg=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$pg" ] || { echo "PostgreSQL is missing. As root: apt-get install postgresql" >&2; exit 1; }
# the server refuses to run as root
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
case $command in
start)
    rm -rf "$dir" && mkdir -p "$dir"
    [ "$(id -u)" != 0 ] || chown postgres "$dir"
    cd /
    # C.UTF-8: with the plain C locale, Arabic trigrams and Cyrillic case folding fail
    as_server "$pg/initdb" -D "$dir/data" -U baken -A trust -E UTF8 --locale=C.UTF-8 -N >/dev/null
    as_server "$pg/pg_ctl" -s -w -D "$dir/data" -l "$dir/log" start \
        -o "-c listen_addresses= -k $dir -c fsync=off -c synchronous_commit=off -c full_page_writes=off" >&2
    echo "export BAKEN_TEST_POSTGRES='postgres://baken@/postgres?host=$dir'"
    ;;
stop)
    cd /
    [ ! -d "$dir/data" ] || as_server "$pg/pg_ctl" -s -m immediate -w -D "$dir/data" stop
    rm -rf "$dir"
    ;;
esac
