# shellcheck shell=bash
# Shared by all scripts: folders, the location of tools, and output. Sourced, never run. Kept to
# bash 3.2 and to flags that macOS and Linux both have.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Outside target/, so that `cargo clean` and a second clone do not cost the tools again.
tools="${CUSTOMER_PORTAL_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/customer-portal/tools}"

# Ours come first, because cargo-leptos takes the first wasm-bindgen it finds, whatever its version.
export PATH="$tools/bin:$tools/wasm-opt/node_modules/.bin:$PATH"

say() { printf '\n==> %s\n' "$*"; }

die() {
  printf '\nerror: %s\n' "$*" >&2
  exit 1
}

# cargo_debug COMMAND...: cargo with the flags of cargo-leptos's debug builds, so that the two use one
# set of artefacts. Like everything of ours it is built from what Cargo.lock says, or not at all.
cargo_debug() {
  local command=$1
  shift
  RUSTFLAGS="${RUSTFLAGS:+$RUSTFLAGS }--cfg erase_components" cargo "$command" --locked "$@"
}

# within SECONDS COMMAND...: status 124 when it takes longer. macOS has no timeout command.
within() {
  node -e '
    const [seconds, command, ...rest] = process.argv.slice(1);
    const { status } = require("child_process").spawnSync(command, rest, { stdio: "inherit", timeout: seconds * 1000 });
    process.exit(status ?? 124);
  ' "$@"
}

# Cargo's own answer: the target directory can be moved by the environment or by a configuration file.
target_dir() {
  cargo metadata --no-deps --format-version 1 |
    node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).target_directory'
}
