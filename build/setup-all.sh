#!/usr/bin/env bash
# Installs the engines that tests need beyond those of setup.sh, as root or through sudo if sudo needs no password. Without an engine
# its tests are skipped and say what they need. Only a missing validator fails, where VOLCAST_REQUIRE_TOOLS is 1.
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

has_s3() { [[ -x /usr/bin/radosgw && -x /usr/bin/ceph-osd && -x /usr/bin/ceph-mon && -x /usr/bin/ceph ]]; }
has_slurm() { [[ -x /usr/sbin/slurmctld && -x /usr/sbin/slurmd && -x /usr/bin/sbatch && -x /usr/sbin/munged ]]; }
has_docker() { { command -v docker && { docker compose version || command -v docker-compose; }; } >/dev/null 2>&1; }

want "the tests of the lake in a bucket" has_s3 ceph-mon ceph-osd radosgw ceph-common
want "the tests of array jobs" has_slurm slurm-wlm munge
want "the tests of the images" has_docker docker.io docker-compose
"$root/build/setup-checkers.sh"
"$root/build/setup-aws.sh"
