# shellcheck shell=bash
# The tools of a build, each pinned and installed once; later runs find them and print nothing.
# Sourced after lib.sh; scripts call only the functions whose tool they use.

# Lists everything that only the user can install, before anything is built.
prerequisites() {
  local missing="" wanted found
  wanted=$(awk -F '[".]' '/^rust-version = / { print $3; exit }' Cargo.toml)
  if ! cargo --version >/dev/null 2>&1; then
    missing="$missing
  - Rust: install rustup from https://rustup.rs; if you have it, run 'rustup toolchain install' here"
  else
    found=$(rustc --version | cut -d . -f 2)
    [ "$found" -ge "$wanted" ] || missing="$missing
  - Rust 1.$wanted or newer (found 1.$found): run 'rustup update stable'"
  fi
  "${CC:-cc}" --version >/dev/null 2>&1 || missing="$missing
  - a C compiler: 'apt-get install build-essential' on Debian or Ubuntu, 'xcode-select --install' on macOS"
  found=$(node --version 2>/dev/null | tr -d v | cut -d . -f 1 || true)
  [ "${found:-0}" -ge 20 ] || missing="$missing
  - Node 20 or newer: from https://nodejs.org or your package manager"
  npm --version >/dev/null 2>&1 || missing="$missing
  - npm, which comes with Node"
  [ -z "$missing" ] || die "please install first:$missing"
}

# For a rustup that RUSTUP_AUTO_INSTALL=0 keeps from installing what rust-toolchain.toml names.
wasm_target() { rust_target wasm32-unknown-unknown; }

rust_target() {
  local target=$1
  [ -d "$(rustc --print target-libdir --target "$target")" ] && return
  command -v rustup >/dev/null ||
    die "this Rust cannot build for $target; install rustup from https://rustup.rs"
  say "Adding the Rust target $target, once"
  rustup target add "$target" || die "could not add it; run: rustup target add $target"
}

# The command-line tool has to be the very version that the code was compiled with. Ours is compiled in a third of the
# time of the published one, which is only downloaded.
wasm_bindgen() {
  local version
  version=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/"/, ""); print $3 }' Cargo.lock)
  has wasm-bindgen "$version" && return
  grep -q "^wasm-bindgen-cli-support = \"=$version\"" scripts/wasm-bindgen/Cargo.toml &&
    grep -q "^version = \"$version\"" scripts/wasm-bindgen/Cargo.toml ||
    die "Cargo.lock has wasm-bindgen $version: name the same in scripts/wasm-bindgen/Cargo.toml, and run cargo update there"
  if command -v cargo-binstall >/dev/null; then
    downloaded wasm-bindgen-cli "$version" && return
  fi
  say "Compiling wasm-bindgen $version, once: about a minute on two cores"
  CARGO_TARGET_DIR="$tools/build" quickly cargo install --locked --path scripts/wasm-bindgen --root "$tools" ||
    die "could not install wasm-bindgen $version; cargo's message is above, and running make again goes on from there"
  rm -rf "$tools/build"
}

cargo_leptos() { quickly cargo_tool cargo-leptos cargo-leptos 0.3.10 10 --locked; }

cargo_deny() { quickly cargo_tool cargo-deny cargo-deny 0.20.2 2 --locked; }

cargo_machete() { quickly cargo_tool cargo-machete cargo-machete 0.9.2 1 --locked; }

cargo_fuzz() { quickly cargo_tool cargo-fuzz cargo-fuzz 0.13.2 2 --locked; }

# Writes the inventory of a release. It prints its version only when called as a cargo command.
cargo_cyclonedx() {
  local version=0.5.9
  [[ " $(cargo cyclonedx --version 2>/dev/null) " == *" $version "* ]] && return
  quickly cargo_tool cargo-cyclonedx cargo-cyclonedx "$version" 3 --locked
}

# Lightning CSS, which cargo-leptos has compiled in, from npm for those who build without it.
lightning_css() {
  cmp -s scripts/style/package-lock.json "$tools/style/package-lock.json" &&
    cmp -s scripts/style/style.mjs "$tools/style/style.mjs" && return
  say "Installing Lightning CSS, once: a few seconds"
  mkdir -p "$tools/style" && cp scripts/style/package.json scripts/style/style.mjs "$tools/style" &&
    npm_packages_as_locked style || die "could not install Lightning CSS; see npm's message above"
}

# npm_packages_as_locked NAME: those of scripts/NAME, in the tools' folder. The lock file comes last: then all is there.
npm_packages_as_locked() {
  local folder="$tools/$1.new"
  rm -rf "$folder" && mkdir -p "$folder" && cp "scripts/$1"/package*.json "$folder" &&
    npm ci --prefix "$folder" --no-audit --no-fund && rm -rf "$tools/$1/node_modules" &&
    mv "$folder/node_modules" "$tools/$1" && cp "scripts/$1/package-lock.json" "$tools/$1" && rm -rf "$folder"
}

# From npm, where it is ready made, with the checksum in scripts/wasm-opt/package-lock.json; cargo-leptos
# would download it from GitHub.
wasm_opt() {
  local version
  version=$(node -p 'require("./scripts/wasm-opt/package.json").dependencies.binaryen.split(".")[0]')
  has wasm-opt "$version" && return
  say "Installing wasm-opt $version, once: a few seconds"
  mkdir -p "$tools/wasm-opt" && cp scripts/wasm-opt/package*.json "$tools/wasm-opt" &&
    npm ci --prefix "$tools/wasm-opt" --no-audit --no-fund || die "could not install wasm-opt; see npm's message above"
}

# Whether the first such command on PATH has exactly this version, no matter who installed it.
has() { [[ " $("$1" --version 2>/dev/null) " == *" $2 "* ]]; }

# These tools only start other programs: a release build would take much longer and make them hardly
# faster.
quickly() {
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 "$@"
}

# Installs the distribution's package, on Debian and similar systems, if we are allowed to.
apt_install() {
  local as_root=""
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || return 1
    as_root=sudo
  fi
  $as_root apt-get update &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y "$1"
}

# program COMMAND PACKAGE PURPOSE: a program of the distribution, installed if we are allowed to.
program() {
  command -v "$1" >/dev/null && return
  say "Installing $2, which $3, once: a few seconds"
  apt_install "$2" || die "please install first: $2, which $3; on Debian or Ubuntu: sudo apt-get install $2"
}

# The C compiler for a static program: ring, SQLite and the allocator are C. The variable is the one that these
# crates' builds read, and may name another compiler.
musl_gcc() {
  local variable=CC_${1//-/_}
  if [ -z "${!variable:-}" ]; then
    program musl-gcc musl-tools "links programs with the C library musl"
    export "$variable=musl-gcc"
  fi
}

# downloaded CRATE VERSION: ready made, by cargo-binstall.
downloaded() {
  say "Downloading $1 $2, once: a few seconds"
  cargo binstall --no-confirm --disable-strategies compile --root "$tools" "$1@$2"
}

# cargo_tool COMMAND CRATE VERSION MINUTES [FLAG FOR CARGO INSTALL]
cargo_tool() {
  local command=$1 crate=$2 version=$3 minutes=$4
  shift 4
  has "$command" "$version" && return
  if command -v cargo-binstall >/dev/null; then
    downloaded "$crate" "$version" && return
  fi
  say "Compiling $crate $version, once: about $minutes minutes on two cores"
  # In a folder that survives an interruption, so that the next run continues where this one
  # stopped.
  CARGO_TARGET_DIR="$tools/build" cargo install "$crate" --version "$version" --root "$tools" "$@" ||
    die "could not install $crate $version; cargo's message is above, and running make again goes on from there"
  rm -rf "$tools/build"
}
