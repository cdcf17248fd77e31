#!/usr/bin/env bash
# Installs the engines that tests need beyond those of setup.sh, as root or through sudo if sudo needs no password. It never fails:
# without an engine its tests are skipped and say what they need.
set -euo pipefail
if [[ ${1-} == --help || ${1-} == -h ]]; then
  echo "Usage: ./volcast setup-all"
  echo "Installs what some tests need beyond ./volcast setup: an S3 server (Debian's Ceph gateway), as root or with sudo if sudo"
  echo "needs no password. Where an engine cannot be installed, its tests are skipped with a message."
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

install_s3() {
  [[ -x /usr/bin/radosgw && -x /usr/bin/ceph-osd && -x /usr/bin/ceph-mon && -x /usr/bin/ceph ]] ||
    install "the tests of the lake in a bucket" ceph-mon ceph-osd radosgw ceph-common
}

install_s3
