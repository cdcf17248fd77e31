# shellcheck shell=bash
# Sourced: finds dotnet, and checks whether a program is older than its sources.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_CLI_UI_LANGUAGE=en
# No process of MSBuild outlives its build.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

# Sets $dotnet, and PATH for the tools that dotnet starts.
find_dotnet() {
  local candidate
  dotnet=$(type -P dotnet || true)
  for candidate in "${DOTNET_ROOT-}/dotnet" "${HOME-}/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
    [[ -n $dotnet ]] && break
    [[ -x $candidate ]] && dotnet=$candidate && PATH=${candidate%/*}:$PATH
  done
  if [[ -z $dotnet ]]; then
    echo "volcast: the .NET 10 SDK is missing: install it from https://dotnet.microsoft.com/download/dotnet/10.0" \
      "(or your system's package dotnet-sdk-10.0), then run again." >&2
    exit 127
  fi
}

# Whether a folder can be a home: dotnet needs an absolute path and writes there.
is_home() {
  local probe=$1/.volcast-$$-$RANDOM
  [[ $1 == /* ]] && mkdir "$probe" 2>/dev/null && rmdir "$probe"
}

# Gives the SDK and NuGet, which do not start without one, a home that can be written to: HOME, else the user's own, else one
# under .build/. The packages in an unwritable HOME are still used.
find_home() {
  local home packages=${HOME-}/.nuget/packages
  is_home "${HOME-}" && return
  home=$(getent passwd "$EUID" 2>/dev/null | cut -d: -f6 || true)
  if ! is_home "$home"; then
    home=$1/.build/home
    if ! mkdir -p "$home" 2>/dev/null; then
      echo "volcast: a build needs a home folder that can be written to: set HOME to one, or make $1 writable." >&2
      exit 1
    fi
  fi
  [[ -n ${NUGET_PACKAGES-} || $packages != /*/* || ! -d $packages ]] || export NUGET_PACKAGES=$packages
  export HOME=$home
}

# Requires an SDK that global.json accepts, and sets $sdk to its version. Called before a build only, because it takes a tenth of a
# second.
require_sdk() {
  local version
  find_home "$1"
  if ! version=$(cd -- "$1" && "$dotnet" --version 2>/dev/null) || [[ $version != 10.* ]]; then
    echo "volcast: the .NET SDK 10 is needed to build; $dotnet has:" \
      "$("$dotnet" --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' || true)." \
      "Install it from https://dotnet.microsoft.com/download/dotnet/10.0, then run again." >&2
    exit 1
  fi
  sdk=$version
}

# Builds a project or solution with one compiler server for all projects, without profile-guided recompilation of the compiler
# itself and without the analyzers, which together takes a third of the processor time; lint turns the analyzers on again. The
# environment may have the server off, because a server outlives its build and holds what it inherited; this one belongs to the
# script alone, and stop_compiler ends it.
# usage: build PROJECT [OPTION...]
build() {
  DOTNET_TieredPGO=0 "$dotnet" build --configuration Release -verbosity:quiet -nologo -tl:off \
    -p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler" -p:RunAnalyzers=false "$@" </dev/null
}
compiler=volcast-$$-$RANDOM

# Ends the compiler server of this script, if a build has started one. For a trap on EXIT, which also runs after Ctrl-C.
stop_compiler() {
  local folder
  folder=$("$dotnet" --list-sdks | awk -v sdk="${sdk-}" '$1 == sdk { sub(/^[^[]*\[/, ""); sub(/\]$/, ""); print; exit }')
  "$dotnet" "$folder/$sdk/Roslyn/bincore/VBCSCompiler.dll" "-pipename:$compiler" -shutdown </dev/null >/dev/null 2>&1 || true
}

# Lists all sources of the programs, and those newer than the file $2 a second time.
list_sources() {
  find "$1"/cli "$1"/libs "$1"/services "$1"/Directory.*.props "$1"/Directory.*.targets "$1"/global.json -type d \( -name bin -o -name obj \) -prune -o \
    -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.json' -o -name '*.razor' -o \
      -name '*.css' -o -name '*.js' \) -print -newer "$2" -print
}

# The file that the last build of a program, such as cli or services/Api, left.
stamp_of() {
  echo "$1/.build/${2//\//-}.stamp"
}

# Whether a source was added, deleted or changed since the program's last build.
needs_build() {
  local stamp
  stamp=$(stamp_of "$1" "$2")
  [[ ! -f $stamp || $(list_sources "$1" "$stamp") != "$(<"$stamp")" ]]
}
