# shellcheck shell=bash
# What the browser tests need: their npm packages and a Chromium. Sourced after lib.sh.

# The lock file as last installed is the stamp: it changes exactly when the packages must.
npm_packages() {
  local stamp="$1/node_modules/.installed-package-lock.json"
  cmp -s "$1/package-lock.json" "$stamp" && return
  say "Installing the npm packages of $1: a few seconds"
  npm ci --prefix "$1" --no-audit --no-fund || die "npm ci failed in $1; its message is above"
  cp "$1/package-lock.json" "$stamp"
}

# Exports CHROMIUM_PATH, for Playwright's configuration: the user's browser if there is one, else
# Playwright's own download, else the distribution's package.
browser() {
  if [ -n "${CHROMIUM:-}" ]; then
    runs "$CHROMIUM" || die "CHROMIUM is $CHROMIUM, which does not run"
    CHROMIUM_PATH=$CHROMIUM
  else
    find_chromium || install_chromium
  fi
  export CHROMIUM_PATH
}

runs() { "$1" --version >/dev/null 2>&1; }

find_chromium() {
  local candidate
  for candidate in chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium" \
    "$(cd end2end && node -p 'require("@playwright/test").chromium.executablePath()')"; do
    if runs "$candidate"; then
      CHROMIUM_PATH=$(command -v "$candidate")
      return
    fi
  done
  return 1
}

install_chromium() {
  say "Downloading Chromium for the tests, once: about a minute"
  if (cd end2end && npx playwright install chromium) && find_chromium; then return; fi
  say "That did not work here: installing the distribution's Chromium, once: about two minutes"
  apt_install chromium && find_chromium ||
    die "the browser tests need Chromium: install it or Google Chrome, or set CHROMIUM to its path"
}
