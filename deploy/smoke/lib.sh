# shellcheck shell=bash
# Sourced by smoke.sh: counts proofs, runs jobs, compares lakes.

# Set by smoke.sh: the images' name, the moment of the runs, further options for Docker.
: "${worker:?}" "${now:?}"
options=()
proved=0
failed=0

# Reports one proof. usage: prove NAME COMMAND [ARGUMENT...]
prove() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    proved=$((proved + 1))
    # docker-compose leaves a colour code before what follows it.
    echo "ok      $name${output:+: $(tail -n 1 <<<"$output" | sed 's/\x1b\[[0-9;]*m//g')}"
  else
    failed=$((failed + 1))
    printf '%s\n' "$output" | tail -n 20
    echo "FAILED  $name"
  fi
}

# Runs a job of the worker on a volume. usage: job VOLUME COMMAND [ARGUMENT...]; its options for Docker are in the array $options.
job() {
  local volume=$1
  shift
  docker run --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges ${options[@]+"${options[@]}"} \
    --env VOLCAST_SOURCE=simulated --env LOOKBACK_PERIOD=6y --env VOLCAST_NOW="$now" \
    --volume "$volume:/data" "$worker" "$@"
}

# The digest of every file on a volume except the locks, which hold nothing.
digest_of() {
  docker run --rm --network none --entrypoint /bin/sh --volume "$1:/data:ro" "$worker" -c \
    'cd /data && find . -type f ! -name "*.lock" ! -name ".lock" | LC_ALL=C sort | xargs sha256sum | sha256sum'
}

# Milliseconds since some moment.
now_ms() {
  local t=$EPOCHREALTIME
  echo "$((${t%[.,]*} * 1000 + 10#${t#*[.,]} / 1000))"
}

# Ends with 0 if a command fails with the expected exit code and says the expected text.
# usage: refuses CODE TEXT COMMAND [ARGUMENT...]
refuses() {
  local expected=$1 text=$2 said code=0
  shift 2
  said=$("$@" 2>&1) || code=$?
  [[ $code == "$expected" && $said == *"$text"* ]] && return 0
  echo "expected exit code $expected and «$text», but got $code and:"
  echo "$said"
  return 1
}
