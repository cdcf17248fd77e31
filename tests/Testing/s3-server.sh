#!/usr/bin/env bash
# Runs Ceph's S3 gateway on loopback, with one monitor and one object daemon in memory, until its standard input ends: so it never
# outlives the tests that started it. It prints "ready" when it answers. Each step of the start has a time limit: after it the
# script prints what the daemons logged and fails, and the caller tries other ports.
# usage: s3-server.sh FOLDER MONITOR_PORT DAEMON_PORT GATEWAY_PORT; the daemon takes up to 50 ports from DAEMON_PORT on.
# It creates the users "tests" (access key TESTS0000000000KEY00, secret tests-secret) and "limited" (LIMITED00000000KEY00,
# limited-secret).
set -euo pipefail
folder=$1 monitor=$2 daemon=$3 gateway=$4
cluster=3f0cbe0e-94e5-4a9b-9d0c-5d7c1f2d6a10
mkdir -p "$folder/monitor" "$folder/daemon"
export CEPH_CONF=$folder/ceph.conf

cat >"$CEPH_CONF" <<CONF
[global]
fsid = $cluster
mon_host = v1:127.0.0.1:$monitor
mon_initial_members = tests
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv6 = false
ms_bind_msgr2 = false
ms_bind_port_min = $daemon
ms_bind_port_max = $((daemon + 49))
run_dir = $folder
admin_socket = $folder/\$name.sock
log_file = $folder/\$name.log
debug_ms = 0/0
debug_rgw = 0/0
pid_file = $folder/\$name.pid
mon_data = $folder/monitor
mon_data_avail_crit = 0
mon_data_avail_warn = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
osd_data = $folder/daemon
osd_objectstore = memstore
memstore_device_bytes = 1073741824
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
osd_class_load_list = *
osd_class_default_list = *
[client.rgw]
rgw_frontends = beast endpoint=127.0.0.1:$gateway tcp_nodelay=1
rgw_thread_pool_size = 64
rgw_enable_usage_log = false
rgw_enable_ops_log = false
CONF

daemons=()
# shellcheck disable=SC2317 # The trap calls it.
stop() {
  exec 2>/dev/null # The shell would report each daemon as killed.
  ((${#daemons[@]} == 0)) || kill -KILL "${daemons[@]}" || true
  wait || true
  rm -rf "$folder"
}
trap stop EXIT

start() {
  "$@" </dev/null >>"$folder/daemons.log" 2>&1 &
  daemons+=("$!")
}

fail() {
  {
    echo "The S3 server does not start: $1."
    tail -n 15 "$folder"/*.log
  } >&2
  exit 1
}

# One step of the start, which ends by itself.
# usage: step COMMAND...
step() {
  timeout -k 5 60 "$@" </dev/null >>"$folder/setup.log" 2>&1 || fail "$1 ended with $?"
}

# Whether the last daemon has not ended.
lives() { kill -0 "${daemons[-1]}" 2>/dev/null; }

# Waits up to 60 s until a condition holds, or the last daemon has ended.
# usage: wait_until COMMAND...; returns 1 if the condition does not hold.
wait_until() {
  local attempt
  for ((attempt = 0; attempt < 600; attempt++)); do
    "$@" && return
    lives || return
    sleep .1
  done
  return 1
}

knows_cluster() { grep -q 'done with init' "$folder/osd.0.log" 2>/dev/null; }
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$gateway") 2>/dev/null; }

step monmaptool --create --fsid "$cluster" --addv tests "[v1:127.0.0.1:$monitor]" --enable-all-features "$folder/monitors"
step ceph-mon --mkfs -i tests --monmap "$folder/monitors"
start ceph-mon -f -i tests
identity=8d7d0f36-1f0b-4c50-8a55-6f3c3a3f1b01
step ceph osd new "$identity"
step ceph-osd -i 0 --mkfs --osd-uuid "$identity"
# The daemon gives up if it asks the monitor for something before it knows the cluster ("wrong fsid"): then it is started again.
joined=false
for _ in {1..20}; do
  start ceph-osd -f -i 0
  wait_until knows_cluster && lives && joined=true && break
  kill -KILL "${daemons[-1]}" 2>/dev/null || true
done
$joined || fail "the object daemon does not join the monitor"
step radosgw-admin -n client.rgw user create --uid=tests --display-name=tests \
  --access-key=TESTS0000000000KEY00 --secret-key=tests-secret
step radosgw-admin -n client.rgw user create --uid=limited --display-name=limited \
  --access-key=LIMITED00000000KEY00 --secret-key=limited-secret
start radosgw -f -n client.rgw
wait_until answers || fail "the gateway does not answer"
echo ready
cat >/dev/null
