#!/usr/bin/env bash
# The AWS deployment: synthesises the templates and runs their tests, or prints what a deployment costs. Needs no AWS account.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)

usage() {
  cat <<EOF
Usage: ./volcast aws synth|cost [-c NAME=VALUE...]
  synth   writes the templates of small, dev and prod to .build/aws with the values of deploy/aws/example.json, and runs the tests
          of the templates
  cost    prints a monthly estimate for small, dev and prod, and its assumptions
Values such as -c environment=dev or -c mlflowImage= override those of the example. Node.js must be installed for synth.
EOF
}

what=${1-}
case $what in
  synth | cost) shift ;;
  -h | --help)
    usage
    exit 0
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac
if [[ $what == synth ]] && ! command -v node >/dev/null; then
  echo "volcast: CDK runs in Node.js, which is not installed. Install Node.js 20 or later, then run again." >&2
  exit 1
fi
# shellcheck source=build/dotnet.sh
source "$root/build/dotnet.sh"
find_dotnet
require_sdk "$root"
cd "$root"
environments=(small dev prod)
for ((at = 1; at <= $#; at++)); do
  [[ ${!at} == environment=* ]] && environments=("${!at#environment=}")
done
trap stop_compiler EXIT
log=$(mktemp)
if ! build deploy/aws/Volcast.Deploy.Aws.slnx >"$log" 2>&1; then
  cat "$log"
  exit 1
fi
rm -f "$log"
program=$root/deploy/aws/bin/Release/net10.0/volcast-deploy-aws.dll
CDK_CONTEXT_JSON=$(<deploy/aws/example.json)
export CDK_CONTEXT_JSON
if [[ $what == cost ]]; then
  "$dotnet" "$program" cost "$@"
  exit
fi
# The templates do not depend on Node's version, of which jsii warns at length.
node=$(node --version)
node=${node#v}
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=${node%%.*} JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=1
for environment in "${environments[@]}"; do
  export CDK_OUTDIR=$root/.build/aws/$environment
  rm -rf "$CDK_OUTDIR"
  "$dotnet" "$program" "$@" -c "environment=$environment"
  echo "$environment: $(find "$CDK_OUTDIR" -name '*.template.json' | wc -l) templates in ${CDK_OUTDIR#"$root"/}"
done
"$root/build/setup-aws.sh"
"$dotnet" tests/deploy/Aws/bin/Release/net10.0/Volcast.Deploy.Aws.Tests.dll -noLogo -noColor </dev/null
