#!/bin/sh
# Every check, in one go: style, types, directions, the core once, the rooms on SQLite and on PostgreSQL, the doors, the
# journeys in a real browser. In three lanes (lane.sh), so that two cores are kept busy while one waits for a browser or a
# database. When the first lane fails or somebody stops this, the others are stopped, and what they said is shown.
set -eu
cd "$(dirname "$0")/.."
packages="chromium-headless-shell fonts-noto-core poppler-utils postgresql gettext"

missing() { for p in $packages; do dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$p"; done; }
need=$(missing)
if [ -n "$need" ]; then
    if [ "$(id -u)" = 0 ]; then
        echo "== Installing from Debian: $need"
        # no cluster of Debian's own: the tests start and stop a throw-away one
        mkdir -p /etc/postgresql-common
        [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null
    else
        echo "These Debian packages are missing: $need" >&2
        echo "As root: apt-get install --no-install-recommends $need" >&2
        exit 1
    fi
fi

work=$(mktemp -d)
chmod 755 "$work"
first= others= said=
finish() {
    status=$?
    trap '' HUP INT TERM
    for lane in $first $others; do kill -- "-$lane" 2>/dev/null || kill "$lane" 2>/dev/null || true; done
    wait
    sh tests/postgres.sh stop "$work/pg" 2>/dev/null || true
    [ -n "$said" ] || cat "$work/pages" "$work/journeys" 2>/dev/null || true
    rm -rf "$work"
    exit $status
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

export BAKEN_STATICFILES=django.contrib.staticfiles.storage.StaticFilesStorage BAKEN_STATIC_FROM_SOURCE=1
# search by hashed letters; the tests that are about the real encoders load them themselves
export BAKEN_ENCODERS=hash
export NUMBA_CACHE_DIR=$PWD/.venv/numba # compiled once for all runs
export BAKEN_TEST_READ_BEFORE=$work/read-before
# two threads of linear algebra in each lane would wait for each other
export OPENBLAS_NUM_THREADS=1
export BAKEN_TEST_SEED=${BAKEN_TEST_SEED:-$(date +%s)}
echo "== The tests stand in an order of chance; in the same again with BAKEN_TEST_SEED=$BAKEN_TEST_SEED"

postgres=$(sh tests/postgres.sh start "$work/pg") # apart from `eval`, which would hide that it failed
eval "$postgres"
# each lane is a session of its own, so that all it started is stopped with it
lane() { BAKEN_HOME=$work/home-$1 exec setsid sh tests/lane.sh "$@"; }
lane pages "$@" >"$work/pages" 2>&1 &
others=$!
lane journeys "$@" >"$work/journeys" 2>&1 &
others="$others $!"
lane first "$@" &
first=$!

wait "$first"
first=
status=0
for lane in $others; do wait "$lane" || status=$?; done
others= said=yes
cat "$work/pages" "$work/journeys"
exit $status
