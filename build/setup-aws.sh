#!/usr/bin/env bash
# Installs the validators of templates and state machines from npm into .tools/aws, outside the project's folders. Without them the
# tests that use them are skipped and say what they need, or this script fails where VOLCAST_REQUIRE_TOOLS is 1.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=build/packages.sh
source "$root/build/packages.sh"
tools=${VOLCAST_TOOLS:-$root/.tools}/aws
# Some registries lack the first.
validators=("$(npm_package @aws/cloudformation-validate)" @aws/cloudformation-validate@1.9.0-beta)

has_validators() {
  [[ -f $tools/node_modules/@aws/cloudformation-validate/package.json && -x $tools/node_modules/.bin/asl-validator ]]
}

install_validators() {
  command -v npm >/dev/null || return 0
  echo "Installing the validators of CloudFormation and of state machines…"
  local validator
  for validator in "${validators[@]}"; do
    install_from_npm "$tools" "$validator" "$(npm_package asl-validator)" && break
  done
  has_validators || echo "They cannot be installed here: the tests that use them are skipped with a message."
}

has_validators || install_validators
has_validators || ! requires_tools
