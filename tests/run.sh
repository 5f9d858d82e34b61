#!/bin/sh
# Every check, in one go: style, types, directions, the core once, the rooms on SQLite and on PostgreSQL, the doors, the
# journeys in a real browser. The first thing that fails ends its lane, and is said.
set -eu
cd "$(dirname "$0")/.."
bin=$PWD/.venv/bin
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
lanes=
finish() {
    status=$?
    [ -z "$lanes" ] || kill $lanes 2>/dev/null || true
    sh tests/postgres.sh stop "$work/pg" 2>/dev/null || true
    rm -rf "$work"
    exit $status
}
trap finish EXIT INT TERM
export BAKEN_HOME=$work/home BAKEN_STATICFILES=django.contrib.staticfiles.storage.StaticFilesStorage BAKEN_STATIC_FROM_SOURCE=1
# search by hashed letters; the tests that are about the real encoders load them themselves
export BAKEN_ENCODERS=hash
export NUMBA_CACHE_DIR=$PWD/.venv/numba # compiled once for all runs
export BAKEN_TEST_READ_BEFORE=$work/read-before
# two threads of linear algebra in each lane would wait for each other
export OPENBLAS_NUM_THREADS=1
mkdir -p "$BAKEN_HOME"

step() { printf '\n== %s\n' "$*"; }

# Three lanes, so that two cores are kept busy while one waits for a browser or a database. The others run from the start,
# and what they said is shown when the first is done.
eval "$(sh tests/postgres.sh start "$work/pg")"
pytest() { "$bin/pytest" -p no:cacheprovider "$@"; }
of_pages() {
    step "The rooms on PostgreSQL"
    # what an encoder makes of a text and how a paper is set is the same beside any database, as are tests that use none:
    # those are counted as deselected here, and run in the first lane
    DATABASE_URL=$BAKEN_TEST_POSTGRES "$bin/pytest" -p no:cacheprovider tests/rooms -m "not encoders and not paper" --of-the-database "$@"
    step "The pages on SQLite"
    pytest tests/doors/web --ignore=tests/doors/web/test_who_may_do_what.py "$@"
}
of_journeys() {
    step "The journeys, and every kind of page, in a real browser"
    pytest tests/journeys "$@"
}
for lane in of_pages of_journeys; do
    mkdir -p "$work/home-$lane"
    (export BAKEN_HOME="$work/home-$lane"; $lane "$@") >"$work/$lane" 2>&1 &
    lanes="$lanes $!"
done

step "Style (ruff), templates (djade)"
"$bin/ruff" format --check -q .
"$bin/ruff" check -q .
find src -name '*.html' -print0 | xargs -0 -r "$bin/djade" --check --target-version 5.2
step "Function lengths"
"$bin/python" tests/checks/function_lengths.py
step "Directions (import-linter)"
"$bin/lint-imports" --no-cache >"$work/imports" 2>&1 || { cat "$work/imports"; exit 1; }
tail -n 3 "$work/imports"
step "Types (mypy strict)"
"$bin/mypy"
step "The core"
"$bin/pytest" tests/core "$@"
step "The rooms, and the doors of machines and the terminal, on SQLite"
pytest tests/rooms tests/doors --ignore=tests/doors/web "$@"
step "Who may do what"
pytest tests/doors/web/test_who_may_do_what.py "$@"
status=0
for lane in $lanes; do wait "$lane" || status=$?; done
cat "$work/of_pages" "$work/of_journeys"
exit $status
