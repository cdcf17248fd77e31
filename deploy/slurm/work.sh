#!/usr/bin/env bash
# One chunk of a plan, as a task of a Slurm job array. deploy/slurm/submit.sh submits it.
# usage: sbatch --array=0-7 deploy/slurm/work.sh PLAN
#SBATCH --job-name=volcast-work
#SBATCH --output=volcast-work-%A_%a.log
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --cpus-per-task=1
set -uo pipefail
attempts=${VOLCAST_ATTEMPTS:-3}

code=0
"${VOLCAST:-volcast}" work --plan "$1" --threads "${SLURM_CPUS_PER_TASK:-1}" || code=$?
# Slurm queues a task again when its node fails, and not when its program does. Exit code 2 says that another attempt
# cannot help.
if ((code != 0 && code != 2 && ${SLURM_RESTART_COUNT:-0} + 1 < attempts)); then
  echo "Attempt $((${SLURM_RESTART_COUNT:-0} + 1)) of $attempts ended with exit code $code: the task is queued again."
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" && sleep 60
fi
exit "$code"
