#!/usr/bin/env bash
# Runs what GitHub Actions runs (.github/workflows/ci.yml), all steps or one of them.
set -uo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=build/packages.sh
source "$root/build/packages.sh"
steps=(lint test images synth screenshots kubernetes)
usage() {
  cat <<EOF_
Usage: ./volcast ci [STEP]
  lint         lock files, warnings, format, scripts, workflows
  test         every test, with the engines of make setup-all, and the coverage
  images       deploy/smoke.sh, where Docker answers
  synth        the templates of AWS
  screenshots  the dashboard's picture, where Chromium is installed, into TestResults
  kubernetes   the manifests on a cluster of kind, where kind and kubectl are installed
Without STEP all of them. A step that lacks its tool is skipped by name, or fails if VOLCAST_REQUIRE_TOOLS is 1.
EOF_
}

# Says why a step does nothing, and ends with an error where tools are required. usage: skip REASON
skip() {
  if requires_tools; then
    echo "Failed: $1" >&2
    return 1
  fi
  echo "Skipped: $1"
}

# usage: lacks TOOL... ; ends with 0 and sets $missing if one is missing
lacks() {
  for missing in "$@"; do
    command -v "$missing" >/dev/null || return 0
  done
  return 1
}

run() {
  case $1 in
    lint)
      "$root/build/setup-checkers.sh"
      "$root/volcast" lint
      ;;
    test)
      "$root/build/setup-all.sh" || return
      "$root/volcast" test
      ;;
    images)
      if lacks docker; then
        skip "$missing is not installed."
      elif ! docker version >/dev/null 2>&1; then
        skip "no Docker engine answers."
      else
        "$root/deploy/smoke.sh"
      fi
      ;;
    synth) make --no-print-directory -C "$root" aws-synth ;;
    screenshots)
      "$root/build/setup-browser.sh"
      if lacks chromium && lacks chromium-browser && lacks google-chrome; then
        skip "chromium is not installed."
        return
      fi
      mkdir -p "$root/TestResults"
      "$root/build/screenshot.sh" "$root/TestResults/dashboard.png"
      ;;
    kubernetes)
      if lacks docker kind kubectl; then
        skip "$missing is not installed."
      else
        "$root/deploy/kubernetes/kind.sh"
      fi
      ;;
  esac
}

case ${1-} in
  '') ;;
  -h | --help)
    usage
    exit 0
    ;;
  *)
    if (($# > 1)) || [[ " ${steps[*]} " != *" $1 "* ]]; then
      echo "volcast: ci does not accept '$*'." >&2
      usage >&2
      exit 2
    fi
    run "$1"
    exit
    ;;
esac
failures=()
for step in "${steps[@]}"; do
  echo "== $step"
  run "$step" || failures+=("$step")
done
if ((${#failures[@]})); then
  echo "ci: failed: ${failures[*]}"
  exit 1
fi
echo "ci: every step passed"
