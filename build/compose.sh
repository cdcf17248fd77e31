# shellcheck shell=bash
# Sourced: finds Docker and its compose command, and waits for containers.

# Sets the array $compose to the command of the installed version.
find_compose() {
  if docker compose version >/dev/null 2>&1; then
    compose=(docker compose)
  elif command -v docker-compose >/dev/null; then
    compose=(docker-compose)
  else
    echo "volcast: neither docker compose nor docker-compose is installed: see https://docs.docker.com/compose/install." >&2
    return 1
  fi
  if ! docker version >/dev/null 2>&1; then
    echo "volcast: no Docker engine answers: $(docker version 2>&1 >/dev/null | tail -n 1)" >&2
    echo "Start it, or set DOCKER_HOST to its address." >&2
    return 1
  fi
}

# Waits until the container of a service is healthy. Prints its log if it is not so in time.
# usage: wait_healthy SERVICE SECONDS
wait_healthy() {
  local service=$1 end=$((SECONDS + $2)) container status=none
  while ((SECONDS < end)); do
    container=$("${compose[@]}" ps -q "$service")
    [[ -z $container ]] || status=$(docker inspect --format '{{.State.Health.Status}}' "$container")
    [[ $status != healthy ]] || return 0
    sleep .5
  done
  "${compose[@]}" logs --tail=30 "$service" >&2
  echo "volcast: $service is $status after $2 seconds; its log is above." >&2
  return 1
}
