# What the scripts that bring in judges from outside have in common. To be sourced from the root of the repository.

# Where the judges are installed, once: by name and version, so that another version does not find the old one.
cache=${JUDGES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pagerduty-mcp-server-judges}
mkdir -p "$cache"

scratch=$(mktemp -d)
servers=()
clean_up() {
  for server in "${servers[@]}"; do kill "$server" 2>/dev/null || true; done
  rm -rf "$scratch"
}
trap clean_up EXIT

# npm_install DIRECTORY PACKAGE@VERSION...: into a directory of the cache, unless it is there.
npm_install() {
  local directory=$cache/$1
  shift
  [ "$(cat "$directory/installed" 2>/dev/null)" = "$*" ] && return
  rm -rf "$directory"
  mkdir -p "$directory"
  npm install --prefix "$directory" --no-audit --no-fund --no-update-notifier --loglevel error "$@" >&2
  echo "$*" >"$directory/installed"
}

# Sets `node` to a Node of version 22 or newer: the system's, else one from npm, where the package `node` has it from.
find_node() {
  node=node
  if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 22 ]; then
    local package
    package=node-$(node -p 'process.platform + "-" + process.arch')
    npm_install node-22.23.3 "$package@22.23.3"
    node=$cache/node-22.23.3/node_modules/$package/bin/node
  fi
  "$node" --version >/dev/null
}

# start_server LOG PROGRAM ARGUMENT...: sets `address` to where it listens, which its log tells.
start_server() {
  local log=$1
  shift
  # Now, because the shell opens it only when the other process has begun.
  : >"$log"
  "$@" 2>>"$log" &
  servers+=($!)
  for _ in $(seq 100); do
    address=$(sed -n 's/.*listening.*"address":"\([^"]*\)".*/\1/p' "$log")
    [ -n "$address" ] && return
    kill -0 "${servers[-1]}" 2>/dev/null || break
    sleep 0.1
  done
  echo "$1 does not listen:" >&2
  cat "$log" >&2
  return 1
}
