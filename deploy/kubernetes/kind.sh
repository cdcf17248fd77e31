#!/usr/bin/env bash
# Runs the manifests on a cluster of kind: builds the images, applies the overlay kind, and waits until the CronJob's Job has
# completed and API and dashboard are ready with a forecast.
# usage: deploy/kubernetes/kind.sh [CLUSTER]; volcast by default; it is created if it does not exist
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/../.." && pwd)
cluster=${1:-volcast}
cd "$root"
kind get clusters | grep -qx "$cluster" || kind create cluster --name "$cluster" --wait 120s
kubectl=(kubectl --context "kind-$cluster" --namespace volcast)
for image in worker api dashboard; do
  docker build --target "$image" --tag "volcast-$image" .
  kind load docker-image "volcast-$image" --name "$cluster"
done

report() {
  "${kubectl[@]}" get all,pvc,events || true
  "${kubectl[@]}" logs --selector app.kubernetes.io/name=volcast --all-containers --tail=50 || true
}
trap 'report >&2' ERR

"${kubectl[@]}" apply --kustomize deploy/kubernetes/overlays/kind
"${kubectl[@]}" create job --from=cronjob/volcast-daily first
"${kubectl[@]}" wait --for=condition=complete --timeout=600s job/first
"${kubectl[@]}" create job --from=cronjob/volcast-keys keys
"${kubectl[@]}" wait --for=condition=complete --timeout=120s job/keys
key=$("${kubectl[@]}" logs job/keys | grep '^vk_')
"${kubectl[@]}" rollout restart deployment/volcast-api
"${kubectl[@]}" rollout status --timeout=180s deployment/volcast-api
"${kubectl[@]}" rollout status --timeout=180s deployment/volcast-dashboard
"${kubectl[@]}" port-forward service/volcast-api 18080:8080 >/dev/null &
forward=$!
trap 'kill "$forward"' EXIT
curl --silent --show-error --fail --retry 20 --retry-delay 1 --retry-all-errors -H "Authorization: Bearer $key" \
  http://127.0.0.1:18080/v1/forecasts/latest
echo
echo "kind: the daily run has completed, and API and dashboard are ready with its forecast"
