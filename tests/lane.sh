#!/bin/sh
# One lane of the checks that run.sh starts: first, pages or journeys. The first thing that fails ends it.
set -eu
lane=$1
shift
bin=$PWD/.venv/bin
mkdir -p "$BAKEN_HOME"

step() { printf '\n== %s\n' "$*"; }
# with words of one's own (-k, -m), a folder without such tests is no failure
chosen=$#
pytest() {
    status=0
    "$bin/pytest" -p no:cacheprovider --randomly-seed="$BAKEN_TEST_SEED" "$@" || status=$?
    [ $status = 5 ] && [ $chosen -gt 0 ] || return $status
}

case $lane in
first)
    step "Style (ruff), templates (djade)"
    "$bin/ruff" format --check -q .
    "$bin/ruff" check -q .
    find src -name '*.html' -print0 | xargs -0 -r "$bin/djade" --check --target-version 5.2
    step "Function lengths"
    "$bin/python" tests/checks/function_lengths.py
    step "Directions (import-linter)"
    said=$("$bin/lint-imports" --no-cache 2>&1) || { echo "$said"; exit 1; }
    echo "$said" | tail -n 3
    step "Types (mypy strict)"
    "$bin/mypy"
    step "The core"
    pytest tests/core "$@"
    step "The rooms, and the doors of machines and the terminal, on SQLite"
    pytest tests/rooms tests/doors --ignore=tests/doors/web "$@"
    step "Who may do what"
    pytest tests/doors/web/test_who_may_do_what.py "$@"
    ;;
pages)
    step "The rooms on PostgreSQL"
    # what an encoder makes of a text and how a paper is set is the same beside any database, as are tests that use none:
    # those are counted as deselected here, and run in the first lane
    (
        export DATABASE_URL=$BAKEN_TEST_POSTGRES
        pytest tests/rooms -m "not encoders and not paper" --of-the-database "$@"
    )
    step "The pages on SQLite"
    pytest tests/doors/web --ignore=tests/doors/web/test_who_may_do_what.py "$@"
    ;;
journeys)
    step "The journeys, and every kind of page, in a real browser"
    pytest tests/journeys "$@"
    ;;
esac
