#!/usr/bin/env bash
# Makes libxgboost 1.7 or later available, in the order in which libs/Boosting looks for it: XGBOOST_LIBRARY, .tools/xgboost, the
# system. Where there is none it installs Debian's package as root or through sudo, or unpacks it under .tools/ without either.
# Never prompts, and prints nothing if the library is already available.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=${VOLCAST_TOOLS:-$root/.tools}
[[ $tools == /* ]] || tools=$PWD/$tools
library=libxgboost.so.0
libraries=(libgomp.so.1 libdmlc.so.0 "$library")
oldest=1.7

fail() {
  echo "libxgboost: $1" >&2
  exit 1
}

on_system() {
  local folder
  for folder in ${LD_LIBRARY_PATH:+${LD_LIBRARY_PATH//:/ }} /usr/lib/*-linux-gnu /usr/lib /usr/lib64; do
    [[ -e $folder/$library || -e $folder/libxgboost.so ]] && return
  done
  # A pipe into `grep -q` could end ldconfig early, which pipefail takes for a failure.
  [[ $(PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null) == *libxgboost.so* ]]
}

refuse_old() {
  dpkg --compare-versions "$1" ge "$oldest" ||
    fail "this system's libxgboost0 is $1; set XGBOOST_LIBRARY to the file of $oldest or later (the Python package has one)."
}

# The arguments are what apt-get needs before it to be root: nothing, or sudo.
install_package() {
  local apt=("$@" env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -qq -y -o DPkg::Lock::Timeout=120)
  "${apt[@]}" install --no-install-recommends libxgboost0 ||
    { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends libxgboost0; }
}

# Fetches the packages into the current folder, with lists of its own where the system's are absent; none of it needs root.
download_packages() {
  fetch_all && return
  mkdir -p apt/lists/partial apt/cache/archives/partial
  local own=(-o Dir::State::lists="$PWD/apt/lists" -o Dir::Cache="$PWD/apt/cache" -o APT::Sandbox::User="")
  apt-get -qq "${own[@]}" update && fetch_all "${own[@]}"
}

# A dependency that is installed, perhaps in a version that the lists no longer have, does without a copy.
fetch_all() {
  local package
  apt-get -qq "$@" download libxgboost0 || return
  for package in libdmlc0 libgomp1; do
    apt-get -qq "$@" download "$package" || dpkg-query -W "$package" || return
  done
}

unpack_libraries() {
  local package name file
  for package in ./*.deb; do
    if command -v dpkg-deb >/dev/null; then
      dpkg-deb -x "$package" unpacked || return
    else
      mkdir -p unpacked
      ar p "$package" data.tar.xz | tar -xJ -C unpacked || return
    fi
  done
  mkdir flat
  for name in "${libraries[@]}"; do
    file=$(find unpacked -name "$name" -print -quit)
    [[ -z $file ]] || cp -L "$file" "flat/$name" || return
  done
  [[ -e flat/$library ]]
}

# Each appears whole and the library last, so that a folder that holds it is complete, however this script was ended.
place_libraries() {
  local name
  mkdir -p "$tools/xgboost"
  for name in "${libraries[@]}"; do
    [[ -e flat/$name ]] || continue
    cp "flat/$name" "$tools/xgboost/$name.$$"
    mv -f "$tools/xgboost/$name.$$" "$tools/xgboost/$name"
  done
}

if [[ -n ${XGBOOST_LIBRARY:-} ]]; then
  [[ -f $XGBOOST_LIBRARY ]] || fail "XGBOOST_LIBRARY names $XGBOOST_LIBRARY, which is not a file; correct it or unset it."
  exit 0
fi

case $(uname -s) in
  Linux) ;;
  Darwin)
    for file in /opt/homebrew/lib/libxgboost.dylib /usr/local/lib/libxgboost.dylib; do
      [[ -e $file ]] && exit 0
    done
    fail "run \`brew install xgboost libomp\`, or set XGBOOST_LIBRARY to the file."
    ;;
  *) fail "set XGBOOST_LIBRARY to the library of an XGBoost release, $oldest or later." ;;
esac

[[ -e $tools/xgboost/$library ]] && exit 0
on_system && exit 0
command -v apt-get >/dev/null ||
  fail "install XGBoost $oldest or later with this system's package manager, or set XGBOOST_LIBRARY to its file."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/log
touch "$log"

as_root=()
((EUID == 0)) || as_root=(sudo -n)
if ((EUID == 0)) || sudo -n true 2>/dev/null; then
  if install_package ${as_root[@]+"${as_root[@]}"} </dev/null >>"$log" 2>&1 && on_system; then
    version=$(dpkg-query -W -f='${Version}' libxgboost0)
    refuse_old "$version"
    echo "libxgboost: installed libxgboost0 $version with apt-get."
    exit 0
  fi
fi

cd "$work"
if { download_packages && unpack_libraries; } </dev/null >>"$log" 2>&1; then
  version=$(echo libxgboost0_*.deb)
  version=${version#*_}
  version=${version%_*}
  refuse_old "$version"
  place_libraries
  echo "libxgboost: unpacked libxgboost0 $version under $tools/xgboost."
  exit 0
fi

reason=$(grep -m 1 '^E: .*[Ff]ailed to fetch' "$log" || grep -m 1 '^E: ' "$log" || true)
fail "could not be installed or downloaded (${reason:-apt-get gave no reason}); \
run \`apt-get install libxgboost0\` as root, or set XGBOOST_LIBRARY to its file."
