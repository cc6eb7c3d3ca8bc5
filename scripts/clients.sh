#!/usr/bin/env bash
# Runs real MCP clients against the release build, over standard input and output and over HTTP: Python's `mcp`, both
# TypeScript clients, and the command line of MCP Inspector. Ends with a line "N passed, N failed".
#
# Needs Rust, Python 3.11 and Node 20 with npm. Everything else is installed into a cache directory, once.
#   PROGRAM=PATH scripts/clients.sh     with another build
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/common.sh

mcp=2.3.0
client=2.4.0
sdk=1.32.2
inspector=2.12.0

find_node
npm_install "clients-$client-$sdk-$inspector" "@modelcontextprotocol/client@$client" \
  "@modelcontextprotocol/sdk@$sdk" "@modelcontextprotocol/inspector@$inspector"
export PACKAGES=$cache/clients-$client-$sdk-$inspector

python=$cache/python-mcp-$mcp/bin/python
if ! "$python" -c 'import mcp' 2>/dev/null; then
  rm -rf "$cache/python-mcp-$mcp"
  python3 -m venv "$cache/python-mcp-$mcp"
  "$python" -m pip install --quiet --disable-pip-version-check "mcp==$mcp" >&2
fi

if [ -z "${PROGRAM:-}" ]; then
  cargo build --quiet --release -p pagerduty-mcp-server
  PROGRAM=$(realpath "${CARGO_TARGET_DIR:-target}/release/pagerduty-mcp-server")
fi
export PROGRAM
# What this machine has set, such as a token or a catalog of servers, must not decide anything.
for name in $(compgen -e PAGERDUTY_ || true); do unset "$name"; done
export HOME=$scratch

# For the checks: the demo account over HTTP, a PagerDuty that never answers, and a server in front of that.
start_server "$scratch/demo.log" "$PROGRAM" --demo --transport http --listen 127.0.0.1:0
export DEMO_URL=http://$address/mcp
start_server "$scratch/never.log" "$python" tests/clients/never.py
export STUCK_UPSTREAM=http://$address
start_server "$scratch/stuck.log" env PAGERDUTY_API_TOKEN=any PAGERDUTY_API_URL="$STUCK_UPSTREAM" \
  "$PROGRAM" --transport http --listen 127.0.0.1:0
export STUCK_URL=http://$address/mcp

passed=0 failed=0

# client NAME COMMAND...: a program that ends with a line "N passed, N failed".
client() {
  echo "$1:"
  shift
  # What servers log on standard error is for people who look at one of them.
  "$@" 2>"$scratch/errors" | tee "$scratch/output" | sed '$s/^/  /' || true
  local more_passed=0 more_failed=1
  read -r more_passed _ more_failed _ < <(tail -n 1 "$scratch/output" | grep ' passed, ' || echo "0 passed, 1 failed")
  passed=$((passed + more_passed)) failed=$((failed + more_failed))
  if [ "$more_failed" -ne 0 ]; then tail -n 20 "$scratch/errors" >&2; fi
}

# inspect NAME WORD ARGUMENT...: MCP Inspector must end well, and say the word.
inspect() {
  local name=$1 word=$2
  shift 2
  if "$node" "$PACKAGES/node_modules/.bin/mcp-inspector" --cli "$@" >"$scratch/output" 2>"$scratch/errors" \
    && grep -q "$word" "$scratch/output"; then
    passed=$((passed + 1))
    echo "  ok   $name"
  else
    failed=$((failed + 1))
    echo "  FAIL $name"
    cat "$scratch/output" "$scratch/errors" >&2
  fi
}

client "Python mcp $mcp" "$python" tests/clients/python_client.py
client "TypeScript client $client" "$node" tests/clients/client_v2.mjs
client "TypeScript sdk $sdk" "$node" tests/clients/sdk_v1.mjs

echo "Inspector $inspector:"
call=(--method tools/call --tool-name get_incidents --tool-arg limit=1)
for era in legacy modern; do
  inspect "$era stdio lists, strictly" '"get_incidents"' "$PROGRAM" --demo --protocol-era "$era" --method tools/list --strict
  inspect "$era stdio calls" '"structuredContent"' "$PROGRAM" --demo --protocol-era "$era" "${call[@]}"
  inspect "$era http lists, strictly" '"get_incidents"' "$DEMO_URL" --protocol-era "$era" --method tools/list --strict
  inspect "$era http calls" '"structuredContent"' "$DEMO_URL" --protocol-era "$era" "${call[@]}"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
