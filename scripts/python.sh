# shellcheck shell=bash
# Python programs that tests use: Flask for an example, schemathesis for the API. Sourced after lib.sh. Python is no
# prerequisite: without it, what needs it is skipped and said so.

# Exports EXAMPLES_PYTHON, a Python with the pinned packages; status 1 if there is none.
python_packages() {
  local wanted=scripts/python/requirements.txt
  EXAMPLES_PYTHON="$tools/python/bin/python"
  export EXAMPLES_PYTHON
  cmp -s "$wanted" "$tools/python/requirements.txt" && return
  python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || {
    unset EXAMPLES_PYTHON
    return 1
  }
  say "Installing schemathesis and Flask, once: half a minute"
  rm -rf "$tools/python" && python3 -m venv "$tools/python" &&
    "$EXAMPLES_PYTHON" -m pip install --quiet --requirement "$wanted" &&
    cp "$wanted" "$tools/python/requirements.txt" || {
    say "They could not be installed; pip's message is above"
    unset EXAMPLES_PYTHON
    return 1
  }
}
