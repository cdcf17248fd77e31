#!/usr/bin/env bash
# Makes Chromium and axe-core available to the tests of the dashboard. Where Chromium is missing it installs Debian's package as
# root or through sudo; axe-core comes from npm into .tools/axe. It never fails: without them those tests are skipped and say what
# they need.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=build/packages.sh
source "$root/build/packages.sh"
axe=${VOLCAST_TOOLS:-$root/.tools}/axe
# Of the version in build/package.json.
axe_sha256=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c

has_chromium() {
  [[ -x /usr/bin/chromium || -x /usr/bin/chromium-browser || -x /usr/bin/google-chrome ]]
}

install_chromium() {
  install_packages "the tests of the dashboard" chromium
  has_chromium || echo "It cannot be installed here: those tests are skipped with a message."
}

has_axe() {
  echo "$axe_sha256  $axe/node_modules/axe-core/axe.min.js" | sha256sum --check --status 2>/dev/null
}

install_axe() {
  install_from_npm "$axe" "$(npm_package axe-core)" || true
  has_axe || echo "axe-core cannot be installed here: the test of accessibility is skipped with a message."
}

has_chromium || install_chromium
has_axe || install_axe
