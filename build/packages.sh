# shellcheck shell=bash
# Sourced by the scripts that install what is optional. They set $root to the folder of the repository.

# Installs Debian's packages without what they recommend, as root or through sudo if sudo needs no password. Never prompts. The
# caller looks whether they are there afterwards.
# usage: install_packages PURPOSE PACKAGE...
install_packages() {
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
    { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "$@"; }; } </dev/null >/dev/null 2>&1 || true
}

# Installs packages and reports if that does not make them available.
# usage: want PURPOSE IS_THERE PACKAGE...
want() {
  local purpose=$1 is_there=$2
  shift 2
  "$is_there" && return
  install_packages "$purpose" "$@"
  "$is_there" || echo "They cannot be installed here: $purpose do without them, and say so."
}

# Prints a package of npm with the version of build/package.json, as NAME@VERSION.
# usage: npm_package NAME
npm_package() {
  local version
  version=$(sed -n "s|^ *\"$1\": \"\([^\"]*\)\",\{0,1\}\$|\1|p" "${root:?}/build/package.json")
  if [[ -z $version ]]; then
    echo "volcast: build/package.json has no version of $1." >&2
    return 1
  fi
  echo "$1@$version"
}

# Installs packages of npm into a folder of their own, without running what they bring. Returns 1 if one cannot be installed, and 0
# where npm is missing.
# usage: install_from_npm FOLDER PACKAGE...
install_from_npm() {
  local folder=$1
  shift
  command -v npm >/dev/null || return 0
  npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts "$@" </dev/null >/dev/null 2>&1
}

# Ends with 0 where a missing tool is a failure, as in the workflow ci; elsewhere what needs it is left out with a message.
requires_tools() { [[ ${VOLCAST_REQUIRE_TOOLS-} == 1 ]]; }
