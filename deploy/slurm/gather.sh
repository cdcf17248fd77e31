#!/usr/bin/env bash
# Checks a plan and joins its results, after all tasks of its array have ended in any way.
# deploy/slurm/submit.sh submits it.
# usage: sbatch --dependency=afterany:JOB deploy/slurm/gather.sh PLAN [FILE]
#SBATCH --job-name=volcast-gather
#SBATCH --output=volcast-gather-%j.log
#SBATCH --requeue
#SBATCH --cpus-per-task=1
set -euo pipefail
exec "${VOLCAST:-volcast}" gather --plan "$1" ${2:+--out "$2"}
