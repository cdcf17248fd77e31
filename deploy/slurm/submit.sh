#!/usr/bin/env bash
# Submits the missing chunks of a plan as a Slurm job array, and after them the job that checks the plan and joins its
# results. Prints the numbers of both jobs. Run it again after a failure: it submits what is still missing.
# usage: deploy/slurm/submit.sh PLAN [FILE] [SBATCH-OPTION...]
# VOLCAST names the program; by default it is volcast on the PATH.
set -euo pipefail
if (($# == 0)) || [[ $1 == --help || $1 == -h ]]; then
  sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}"
  exit $(($# == 0 ? 2 : 0))
fi
here=$(cd -P -- "${BASH_SOURCE[0]%/*}" && pwd)
plan=$1 file=${2-}
shift $(($# > 1 ? 2 : 1))

if ! command -v "${VOLCAST:-volcast}" >/dev/null; then
  echo "submit.sh: there is no program ${VOLCAST:-volcast}. Set VOLCAST to its path, which all nodes must reach." >&2
  exit 2
fi
code=0
missing=$("${VOLCAST:-volcast}" gather --plan "$plan" --missing) || code=$?
((code <= 1)) || exit "$code" # 1: some are missing.
after=()
if [[ -n $missing ]]; then
  array=$(sbatch --parsable --array="$missing" "$@" "$here/work.sh" "$plan")
  # Not "afterok": with it, the second job would wait for ever once a task has failed.
  after=(--dependency="afterany:${array%%;*}")
  echo "array ${array%%;*}"
fi
gather=$(sbatch --parsable ${after[@]+"${after[@]}"} "$@" "$here/gather.sh" "$plan" ${file:+"$file"})
echo "gather ${gather%%;*}"
