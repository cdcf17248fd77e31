#!/usr/bin/env bash
# Runs Ceph's S3 gateway on loopback, with one monitor and one object daemon in memory, until its standard input ends: so it never
# outlives the tests that started it. It prints "ready" when it answers.
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

{
  monmaptool --create --fsid "$cluster" --addv tests "[v1:127.0.0.1:$monitor]" --enable-all-features "$folder/monitors"
  ceph-mon --mkfs -i tests --monmap "$folder/monitors"
} >"$folder/setup.log" 2>&1
start ceph-mon -f -i tests
identity=8d7d0f36-1f0b-4c50-8a55-6f3c3a3f1b01
timeout 180 ceph osd new "$identity" >>"$folder/setup.log" 2>&1
ceph-osd -i 0 --mkfs --osd-uuid "$identity" >>"$folder/setup.log" 2>&1
# The daemon gives up if it asks the monitor for something before it knows the cluster ("wrong fsid"): then it is started again.
for _ in {1..20}; do
  start ceph-osd -f -i 0
  while kill -0 "${daemons[-1]}" 2>/dev/null && ! grep -q 'done with init' "$folder/osd.0.log"; do
    sleep .1
  done
  kill -0 "${daemons[-1]}" 2>/dev/null && break
done
{
  timeout 180 radosgw-admin -n client.rgw user create --uid=tests --display-name=tests \
    --access-key=TESTS0000000000KEY00 --secret-key=tests-secret
  timeout 180 radosgw-admin -n client.rgw user create --uid=limited --display-name=limited \
    --access-key=LIMITED00000000KEY00 --secret-key=limited-secret
} >>"$folder/setup.log" 2>&1
start radosgw -f -n client.rgw

for _ in {1..300}; do
  if (exec 3<>"/dev/tcp/127.0.0.1/$gateway") 2>/dev/null; then
    echo ready
    cat >/dev/null
    exit 0
  fi
  sleep .2
done
echo "The gateway does not answer; see $folder." >&2
exit 1
