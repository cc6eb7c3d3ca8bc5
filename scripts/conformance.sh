#!/usr/bin/env bash
# Runs the official MCP conformance suite against the program, with what tests/conformance/*.yml excuses, and against
# the suite's fixtures on the program's own transport. Ends with a line "N passed, N failed".
#
# Needs Rust, and Node with npm. Everything else is installed into a cache directory, once.
#   BUILT=DIRECTORY scripts/conformance.sh     with the programs that are there, without building them
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/common.sh

suite=0.2.0-alpha.12
revisions=(2025-11-25 2026-07-28)

find_node
npm_install "conformance-$suite" "@modelcontextprotocol/conformance@$suite"
runner=$cache/conformance-$suite/node_modules/@modelcontextprotocol/conformance/dist/index.js

if [ -z "${BUILT:-}" ]; then
  cargo build --quiet -p pagerduty-mcp-server -p conformance
  BUILT=${CARGO_TARGET_DIR:-target}/debug
fi

passed=0 failed=0

# run NAME ADDRESS: every revision, each with its baseline where there is one.
run() {
  for revision in "${revisions[@]}"; do
    local results=$scratch/$1-$revision baseline=tests/conformance/$1-$revision.yml
    local arguments=(server --url "http://$2/mcp" --requirements "$revision" -o "$results")
    [ -f "$baseline" ] && arguments+=(--expected-failures "$baseline")
    echo "$1, $revision:"
    local verdict=0
    "$node" "$runner" "${arguments[@]}" >"$results.log" 2>&1 || verdict=$?
    "$node" tests/conformance/judge.mjs "$results" "$baseline" >"$results.verdict" || true
    sed 's/^/  /' "$results.verdict"
    read -r more_passed _ more_failed _ < <(tail -n 1 "$results.verdict")
    passed=$((passed + more_passed)) failed=$((failed + more_failed))
    if [ "$verdict" -ne 0 ] && [ "$more_failed" -eq 0 ]; then
      # The suite knows something that the judge does not, or did not run to its end.
      tail -n 20 "$results.log"
      failed=$((failed + 1))
    fi
  done
}

start_server "$scratch/product.log" "$BUILT/pagerduty-mcp-server" --demo --transport http --listen 127.0.0.1:0
run product "$address"
start_server "$scratch/fixtures.log" "$BUILT/conformance-server" 127.0.0.1:0
run fixtures "$address"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
