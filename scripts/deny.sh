#!/usr/bin/env bash
# cargo deny: duplicates, licences and sources of the dependency tree, and known vulnerabilities where the database of
# advisories can be fetched.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v cargo-deny >/dev/null || cargo install --locked --quiet cargo-deny
cargo deny --log-level error check bans licenses sources

database=https://github.com/RustSec/advisory-db
if git ls-remote --quiet "$database" HEAD >/dev/null 2>&1; then
  cargo deny --log-level error check advisories
else
  echo "NOT CHECKED: $database cannot be reached, so known vulnerabilities were not looked for" >&2
fi
