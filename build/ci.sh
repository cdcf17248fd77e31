#!/usr/bin/env bash
# Runs what GitHub Actions runs (.github/workflows/ci.yml), all steps or one of them.
set -uo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
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
Without STEP all of them. A step that lacks its tool is skipped by name.
EOF_
}

# usage: has TOOL... ; names the first one that is missing
has() {
  local tool
  for tool in "$@"; do
    if ! command -v "$tool" >/dev/null; then
      echo "Skipped: $tool is not installed."
      return 1
    fi
  done
}

run() {
  case $1 in
    lint) "$root/volcast" lint ;;
    test)
      "$root/build/setup-all.sh" || return
      "$root/volcast" test
      ;;
    images)
      has docker || return 0
      if ! docker version >/dev/null 2>&1; then
        echo "Skipped: no Docker engine answers."
        return 0
      fi
      "$root/deploy/smoke.sh"
      ;;
    synth) make --no-print-directory -C "$root" aws-synth ;;
    screenshots)
      "$root/build/setup-browser.sh"
      type -P chromium chromium-browser google-chrome >/dev/null || { has chromium || return 0; }
      mkdir -p "$root/TestResults"
      "$root/build/screenshot.sh" "$root/TestResults/dashboard.png"
      ;;
    kubernetes)
      has docker kind kubectl || return 0
      "$root/deploy/kubernetes/kind.sh"
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
