#!/usr/bin/env bash
# Proves on this machine's Docker engine what docs/operations promises about the containers: they build from a clean clone, start,
# stop, refuse to do harm, and lose nothing when they are killed. Needs git, curl and docker-compose 1.29 or docker compose v2.
# usage: deploy/smoke.sh [--quick]
#   --quick   uses the images that are there, and leaves out the proofs about building
# A build that needs them takes VOLCAST_BUILD_NETWORK=host and VOLCAST_CA_CERTIFICATE (PEM text). The ports are those of make up:
# VOLCAST_API_PORT (8080) and VOLCAST_DASHBOARD_PORT (8081).
set -uo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
quick=${1-}
if [[ $quick != '' && $quick != --quick ]]; then
  echo "usage: deploy/smoke.sh [--quick]" >&2
  exit 2
fi
# shellcheck source=build/compose.sh
source "$root/build/compose.sh"
find_compose || exit

now=2026-11-02T12:00:00Z
worker=volcast-worker:latest
# shellcheck source=deploy/smoke/lib.sh
source "$root/deploy/smoke/lib.sh"
images=(volcast-worker volcast-api volcast-dashboard)
# Compose does not run the function of AWS, so --quick proves it only where somebody has built it.
function=volcast-ingest-lambda
if [[ ! $quick ]] || docker image inspect "$function" >/dev/null 2>&1; then
  images+=("$function")
fi
clone=$(mktemp -d)
work=$(mktemp -d)
api=http://127.0.0.1:${VOLCAST_API_PORT:-8080}
dashboard=http://127.0.0.1:${VOLCAST_DASHBOARD_PORT:-8081}

clean() {
  (cd "$root" && COMPOSE_PROJECT_NAME=volcast-demo "${compose[@]}" down --volumes --remove-orphans
    COMPOSE_PROJECT_NAME=volcast-smoke "${compose[@]}" down --volumes --remove-orphans) >/dev/null 2>&1
  docker rm --force smoke-job smoke-api >/dev/null 2>&1
  docker volume rm --force smoke-whole smoke-killed smoke-spare >/dev/null 2>&1
  rm -rf "$clone" "$work"
}
trap clean EXIT

builds() {
  local start=$SECONDS
  git clone --quiet "$root" "$clone/volcast" \
    && (cd "$clone/volcast" && "${compose[@]}" build ingest api dashboard \
      && docker build --target ingest-lambda --tag "$function" ${VOLCAST_BUILD_NETWORK:+--network "$VOLCAST_BUILD_NETWORK"} \
        --build-arg "CA_CERTIFICATE=${VOLCAST_CA_CERTIFICATE-}" .) \
    && echo "$((SECONDS - start)) s"
}

# A change of code leaves every layer but the last one as it was.
rebuilds_one_layer() {
  local before after start
  before=$(docker image inspect --format '{{range .RootFS.Layers}}{{println .}}{{end}}' "$worker")
  sed -i 's/Checks what Volcast needs/Checks all that Volcast needs/' "$clone/volcast/cli/Commands/DoctorCommand.cs"
  start=$SECONDS
  (cd "$clone/volcast" && "${compose[@]}" build ingest) || return
  after=$(docker image inspect --format '{{range .RootFS.Layers}}{{println .}}{{end}}' "$worker")
  docker run --rm "$worker" doctor --help | grep 'Checks all that Volcast needs' || return
  [[ $(sed '$d' <<<"$before") == "$(sed '$d' <<<"$after")" && $before != "$after" ]] || return
  git -C "$clone/volcast" checkout --quiet cli
  (cd "$clone/volcast" && "${compose[@]}" build ingest) && echo "$((SECONDS - start)) s for two builds"
}

small() {
  local image base size most=0
  base=$(docker image inspect --format '{{.Size}}' debian:bookworm-slim) || return
  for image in "${images[@]}"; do
    size=$((($(docker image inspect --format '{{.Size}}' "$image") - base) / 1000000))
    echo "$image: $size MB above its base"
    ((size <= most)) || most=$size
  done
  ((most <= 170)) && echo "at most $most MB above the base"
}

unprivileged() {
  local image
  for image in "${images[@]}"; do
    [[ $(docker image inspect --format '{{.Config.User}}' "$image") == 1654:1654 ]] || return
    [[ -n $(docker image inspect --format '{{index .Config.Labels "org.opencontainers.image.version"}}' "$image") ]] || return
  done
  for image in volcast-api volcast-dashboard; do
    docker image inspect --format '{{.Config.Healthcheck.Test}}' "$image" | grep -- --health || return
  done
  echo "user 1654"
}

# Neither the commands that made an image nor its environment name a secret.
keeps_no_secret() {
  local image
  for image in "${images[@]}"; do
    ! { docker history --no-trunc --format '{{.CreatedBy}}' "$image"
      docker image inspect --format '{{range .Config.Env}}{{println .}}{{end}}' "$image"; } \
      | grep -iE 'token|password|secret|api_?key|vk_[0-9a-f]{8}|PRIVATE KEY' || return
  done
}

# How long the process lives that prints the version: what Docker needs to make a container is not counted.
starts_fast() {
  local i times=() start end
  for ((i = 0; i < 5; i++)); do
    docker run --name smoke-job --read-only "$worker" --version >/dev/null || return
    start=$(date -d "$(docker inspect --format '{{.State.StartedAt}}' smoke-job)" +%s%3N)
    end=$(date -d "$(docker inspect --format '{{.State.FinishedAt}}' smoke-job)" +%s%3N)
    times+=("$((end - start))")
    docker rm smoke-job >/dev/null
  done
  mapfile -t times < <(printf '%s\n' "${times[@]}" | sort -n)
  echo "median of five: ${times[2]} ms"
  ((times[2] < 500))
}

comes_up() {
  local start=$SECONDS
  "$root/build/up.sh" --no-build >"$work/up" 2>&1 || { cat "$work/up"; return 1; }
  key=$(awk '$1 == "Key" { print $2 }' "$work/up")
  [[ -n $key ]] || return
  echo "$key" >"$work/key"
  curl -fsS -H "Authorization: Bearer $key" "$api/v1/forecasts/latest" >"$work/forecast" || return
  curl -fsS "$dashboard/health/ready" >/dev/null || return
  grep '"data_kind":"SIMULATED"' <(tr -d ' \n' <"$work/forecast") >/dev/null || return
  ((SECONDS - start < 180)) && echo "$((SECONDS - start)) s to a healthy API and dashboard with a forecast"
}

# usage: of SERVICE FORMAT
of() {
  (cd "$root" && docker inspect --format "$2" "$(COMPOSE_PROJECT_NAME=volcast-demo "${compose[@]}" ps -q "$1")")
}

shut_in() {
  local service container
  for service in api dashboard; do
    [[ $(of "$service" '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}}') \
      == 'true [ALL] [no-new-privileges:true]' ]] || return
    [[ $(of "$service" '{{range .NetworkSettings.Ports}}{{range .}}{{.HostIp}} {{end}}{{end}}') == '127.0.0.1 ' ]] || return
    container=$(of "$service" '{{.Id}}')
    refuses 1 'Read-only file system' docker exec "$container" touch /app/probe || return
  done
}

# The limits are half of those in deploy/kubernetes.
modest() {
  local api_bytes dashboard_bytes
  api_bytes=$(docker exec "$(of api '{{.Id}}')" awk '/^VmRSS/ { print $2 * 1024 }' /proc/1/status) || return
  dashboard_bytes=$(docker exec "$(of dashboard '{{.Id}}')" awk '/^VmRSS/ { print $2 * 1024 }' /proc/1/status) || return
  ((api_bytes < 512 << 20 && dashboard_bytes < 256 << 20)) || return
  echo "API $((api_bytes >> 20)) MiB, dashboard $((dashboard_bytes >> 20)) MiB resident"
}

# A crash of API or dashboard: the same forecast is served again afterwards.
survives_crashes() {
  local service
  for service in api dashboard api; do
    docker kill "$(of "$service" '{{.Id}}')" || return
    (cd "$root" && COMPOSE_PROJECT_NAME=volcast-demo VOLCAST_SOURCE=simulated "${compose[@]}" up -d --no-build api dashboard \
      && COMPOSE_PROJECT_NAME=volcast-demo wait_healthy "$service" 90) || return
  done
  curl -fsS -H "Authorization: Bearer $(<"$work/key")" "$api/v1/forecasts/latest" | cmp - "$work/forecast" \
    && echo "the same bytes after three kills"
}

# usage: stops SERVICE
stops() {
  local container start end
  container=$(of "$1" '{{.Id}}')
  start=$(now_ms)
  docker stop --time 5 "$container" || return
  end=$(now_ms)
  [[ $(docker inspect --format '{{.State.ExitCode}}' "$container") == 0 ]] || { docker logs --tail 5 "$container"; return 1; }
  ((end - start < 5000)) && echo "$((end - start)) ms, exit code 0"
}

# Each job of the compose file alone, by its name.
jobs_run_alone() {
  local name
  for name in ingest features training forecast outcomes monitoring; do
    (cd "$root" && COMPOSE_PROJECT_NAME=volcast-smoke VOLCAST_SOURCE=simulated LOOKBACK_PERIOD=6y VOLCAST_NOW=$now \
      "${compose[@]}" up --no-build "$name") || return
    [[ $(docker ps --all --quiet --filter label=com.docker.compose.project=volcast-smoke --filter \
      "label=com.docker.compose.service=$name" | xargs docker inspect --format '{{.State.ExitCode}}') == 0 ]] || return
  done
  echo "ingest, features, training, forecast, outcomes, monitoring"
}

# The scheduler in the middle of its first run.
scheduler_stops() {
  local container
  (cd "$root" && COMPOSE_PROJECT_NAME=volcast-demo VOLCAST_SOURCE=simulated "${compose[@]}" up -d --no-build scheduler) || return
  container=$(of scheduler '{{.Id}}')
  until docker exec "$container" /app/volcast health; do
    sleep .2
  done
  stops scheduler
}

steps=(ingest features 'train --promote-first' forecast outcomes monitor run-daily)

# A whole run, and its duration step by step.
undisturbed() {
  local i start
  : >"$work/durations"
  for ((i = 0; i < ${#steps[@]}; i++)); do
    start=$(now_ms)
    # shellcheck disable=SC2086
    job smoke-whole ${steps[i]} || return
    echo "$(($(now_ms) - start))" >>"$work/durations"
  done
  digest_of smoke-whole >"$work/digest" || return
  echo "milliseconds: $(paste -sd' ' "$work/durations")"
}

# Every step is killed at a random moment and repeated; the files in the end are those of the undisturbed run.
# usage: loses_nothing ROUNDS
loses_nothing() {
  local round i kills=0 durations pause
  mapfile -t durations <"$work/durations"
  RANDOM=7
  for ((round = 0; round < $1; round++)); do
    docker volume rm --force smoke-killed >/dev/null
    for ((i = 0; i < ${#steps[@]}; i++)); do
      options=(--name smoke-job --detach)
      # shellcheck disable=SC2086
      job smoke-killed ${steps[i]} >/dev/null || return
      options=()
      pause=$((RANDOM * durations[i] / 32768))
      sleep "$((pause / 1000)).$(printf %03d $((pause % 1000)))"
      if docker kill smoke-job >/dev/null 2>&1; then kills=$((kills + 1)); fi
      while docker inspect smoke-job >/dev/null 2>&1; do sleep .05; done
      # shellcheck disable=SC2086
      job smoke-killed ${steps[i]} || return
    done
    [[ $(digest_of smoke-killed) == "$(<"$work/digest")" ]] || { echo "round $round: other files"; return 1; }
  done
  ((kills > 0)) && echo "$kills containers killed in $1 rounds, each round ends with the files of the undisturbed run"
}

full_volume() {
    refuses 1 'No space left on device' docker run --rm --read-only --tmpfs /tmp --tmpfs /data:size=1m,uid=1654 --env VOLCAST_SOURCE=simulated \
    --env VOLCAST_NOW="$now" "$worker" ingest
}

# The jobs refuse, nothing changes, and the API serves what is there.
read_only_lake() {
  local container
  docker run --rm --volume smoke-whole:/from:ro --volume smoke-spare:/data --entrypoint cp "$worker" -a /from/. /data || return
  job smoke-spare keys create --name smoke --expires 1d >"$work/key2" || return
  refuses 1 'Read-only file system' docker run --rm --read-only --tmpfs /tmp --env VOLCAST_SOURCE=simulated \
    --env VOLCAST_NOW="$now" --env VOLCAST_LOCK_WAIT=0 --volume smoke-spare:/data:ro "$worker" ingest || return
  container=$(docker run --detach --name smoke-api --read-only --tmpfs /tmp --env VOLCAST_SOURCE=simulated \
    --env VOLCAST_NOW="$now" --volume smoke-spare:/data:ro volcast-api) || return
  for ((i = 0; i < 60; i++)); do
    docker exec "$container" /app/volcast-api --health && break
    sleep .5
  done
  docker exec "$container" /app/volcast-api --health && docker stop --time 5 smoke-api && docker rm smoke-api
}

# A lake that a later version has upgraded is refused by this one, and works again once its backup is restored.
rolled_back_upgrade() {
  local change='s/"version": [0-9]*/"version": 99/'
  docker run --rm --volume smoke-spare:/data --entrypoint cp "$worker" /data/lake/lake.json /data/lake.json.backup || return
  docker run --rm --volume smoke-spare:/data --entrypoint sed "$worker" -i "$change" /data/lake/lake.json || return
  refuses 1 'has version 99; this program knows versions up to' job smoke-spare forecast || return
  docker run --rm --volume smoke-spare:/data --entrypoint mv "$worker" /data/lake.json.backup /data/lake/lake.json || return
  job smoke-spare forecast
}

missing_variables() {
  refuses 2 'set VOLCAST_TIINGO_TOKEN' docker run --rm --read-only --tmpfs /tmp --env VOLCAST_SOURCE=tiingo "$worker" ingest \
    && refuses 2 'there is no API key' docker run --rm --read-only volcast-api \
    && refuses 2 'VOLCAST_DASHBOARD_API' docker run --rm --read-only volcast-dashboard
}

goes_down() {
  "$root/build/down.sh" || return
  [[ -z $(docker ps --all --quiet --filter label=com.docker.compose.project=volcast-demo) \
    && -z $(docker volume ls --quiet --filter label=com.docker.compose.project=volcast-demo) ]] \
    && echo "no container, no volume"
}

[[ $quick ]] || prove "the images build from a clean clone" builds
prove "images are small" small
prove "images run without rights, with a health check and labels" unprivileged
prove "no secret in an image's history or environment" keeps_no_secret
prove "the worker starts in less than half a second" starts_fast
prove "make up" comes_up
prove "containers write nothing outside their volume and publish on 127.0.0.1 only" shut_in
prove "API and dashboard need little memory" modest
prove "API and dashboard serve the same after a crash" survives_crashes
prove "the scheduler stops in the middle of a run" scheduler_stops
prove "the dashboard stops" stops dashboard
prove "the API stops" stops api
prove "make down removes everything" goes_down
prove "each job runs alone" jobs_run_alone
prove "the undisturbed run" undisturbed
prove "a killed job loses nothing" loses_nothing "${SMOKE_ROUNDS:-5}"
prove "a full volume is reported" full_volume
prove "a read-only lake is served, and not written" read_only_lake
prove "an upgrade can be rolled back" rolled_back_upgrade
prove "a missing variable is named" missing_variables
[[ $quick ]] || prove "a change of code rebuilds one layer" rebuilds_one_layer

if ((failed)); then
  echo "smoke: $failed of $((proved + failed)) proofs failed"
  exit 1
fi
echo "smoke: all $proved proofs hold"
