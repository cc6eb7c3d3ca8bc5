#!/usr/bin/env bash
# Fuzzes every target for a minute (or as many seconds as the first argument says), from its seeds. What makes one fail
# stands in fuzz/artifacts.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! rustup toolchain list 2>/dev/null | grep -q nightly; then
  echo "SKIPPED: fuzzing needs the nightly toolchain (rustup toolchain install nightly)" >&2
  echo "0 passed, 0 failed"
  exit 0
fi
command -v cargo-fuzz >/dev/null || cargo install --locked --quiet cargo-fuzz
seconds=${1:-60}
cargo +nightly fuzz build --dev

passed=0
failed=0
for target in $(cargo +nightly fuzz list); do
  # New finds stay outside of the repository.
  found=$(mktemp -d)
  if cargo +nightly fuzz run --dev "$target" "$found" "fuzz/corpus/$target" -- \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -print_final_stats=0 >"$found.log" 2>&1; then
    echo "$target: $(tail -n 1 "$found.log")"
    passed=$((passed + 1))
  else
    tail -n 40 "$found.log"
    failed=$((failed + 1))
  fi
  rm -rf "$found" "$found.log"
done
echo "$passed passed, $failed failed"
exit $((failed > 0))
