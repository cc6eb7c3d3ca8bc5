#!/usr/bin/env bash
# Tries the program with Claude Code, Codex and Gemini CLI, without an account or a model: each only connects, over
# standard input and output and over HTTP, and says what it thinks of the server. Not part of CI: they are large, and
# change what they print. Ends with a line "N passed, N failed".
#
#   PROGRAM=PATH scripts/try-clients.sh     with another build
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/common.sh

claude=2.1.330
codex=0.169.0
gemini=0.61.0

npm_install "claude-code-$claude" "@anthropic-ai/claude-code@$claude"
npm_install "codex-$codex" "@openai/codex@$codex"
npm_install "gemini-cli-$gemini" "@google/gemini-cli@$gemini"
# Fetches the binary, which npm does not do unasked.
(cd "$cache/claude-code-$claude" && node node_modules/@anthropic-ai/claude-code/install.cjs >&2)

if [ -z "${PROGRAM:-}" ]; then
  cargo build --quiet --release -p pagerduty-mcp-server
  PROGRAM=$(realpath "${CARGO_TARGET_DIR:-target}/release/pagerduty-mcp-server")
fi
start_server "$scratch/demo.log" "$PROGRAM" --demo --transport http --listen 127.0.0.1:0
url=http://$address/mcp
codex_tools=$PWD/tests/clients/codex_tools.mjs

# Their settings go where nobody else's are.
export HOME=$scratch CODEX_HOME=$scratch/codex
mkdir -p "$CODEX_HOME" "$scratch/project"
cd "$scratch/project"

passed=0 failed=0

# expect NAME PATTERN COMMAND...: prints the line that has the pattern.
expect() {
  local name=$1 pattern=$2
  shift 2
  timeout 60 "$@" >"$scratch/output" 2>&1 || true
  if grep -m 1 -E "$pattern" "$scratch/output"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL $name:"
    cat "$scratch/output"
  fi
}

echo "Claude Code $claude:"
bin=$cache/claude-code-$claude/node_modules/.bin/claude
"$bin" mcp add demo-stdio -- "$PROGRAM" --demo >/dev/null
"$bin" mcp add --transport http demo-http "$url" >/dev/null
expect stdio 'demo-stdio:.*Connected' "$bin" mcp list
expect http 'demo-http:.*Connected' "$bin" mcp list

echo "Codex $codex:"
bin=$cache/codex-$codex/node_modules/.bin/codex
"$bin" mcp add demo_stdio -- "$PROGRAM" --demo >/dev/null
"$bin" mcp add demo_http --url "$url" >/dev/null
expect stdio 'demo_stdio: [0-9]+ tools' node "$codex_tools" "$bin"
expect http 'demo_http: [0-9]+ tools' node "$codex_tools" "$bin"

echo "Gemini CLI $gemini:"
bin=$cache/gemini-cli-$gemini/node_modules/.bin/gemini
"$bin" mcp add -s user demo-stdio "$PROGRAM" -- --demo >/dev/null 2>&1
"$bin" mcp add -s user -t http demo-http "$url" >/dev/null 2>&1
export GEMINI_CLI_TRUST_WORKSPACE=true
expect stdio 'demo-stdio:.*Connected' "$bin" mcp list
expect http 'demo-http:.*Connected' "$bin" mcp list

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
