#!/usr/bin/env bash
# What the workflow deploy runs, with the credentials of the deployment's role.
# usage: deploy/aws-release.sh images ENVIRONMENT VERSION PREFIX   copies the released images PREFIX/volcast-* into the account
#        deploy/aws-release.sh deploy ENVIRONMENT VERSION SITE     deploys, asks SITE, and deploys the version before if it fails
# CONTEXT holds further arguments of cdk; TOKEN signs in to the registry of the released images.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
action=${1-} environment=${2-} version=${3-} where=${4-}
if [[ ! $action =~ ^(images|deploy)$ || ! $environment =~ ^(dev|prod)$ || -z $version || -z $where ]]; then
  sed -n '3,4s/^# //p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
region=${AWS_REGION:?set it to the region of the deployment}
account=$(aws sts get-caller-identity --query Account --output text)

# Tags are immutable: an image that an earlier attempt has copied stays.
copy_images() {
  local registry=$account.dkr.ecr.$region.amazonaws.com image target
  aws ecr get-login-password | docker login --username AWS --password-stdin "$registry"
  docker login "${where%%/*}" --username "${GITHUB_ACTOR:?}" --password-stdin <<<"${TOKEN:?}"
  for image in worker api dashboard ingest-lambda; do
    target=volcast-$environment/$image
    if aws ecr describe-images --repository-name "$target" --image-ids "imageTag=$version" >/dev/null 2>&1; then
      echo "$target:$version is there."
      continue
    fi
    docker pull --platform linux/amd64 "$where/volcast-$image:$version"
    docker tag "$where/volcast-$image:$version" "$registry/$target:$version"
    docker push "$registry/$target:$version"
  done
}

# The version that is deployed now; empty before the first deployment. The role that CDK's bootstrap made for look-ups may read it.
deployed_version() {
  local role=arn:aws:iam::$account:role/cdk-hnb659fds-lookup-role-$account-$region id secret token
  read -r id secret token < <(aws sts assume-role --role-arn "$role" --role-session-name volcast-deploy \
    --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
  AWS_ACCESS_KEY_ID=$id AWS_SECRET_ACCESS_KEY=$secret AWS_SESSION_TOKEN=$token aws cloudformation describe-stacks --output text \
    --query "Stacks[?Tags[?Key=='volcast:environment' && Value=='$environment']].Tags[] | [?Key=='volcast:version'].Value | [0]" \
    | sed 's/^None$//'
}

# usage: deploy_version VERSION
deploy_version() {
  local context=()
  read -ra context <<<"${CONTEXT-}"
  (cd "$root/deploy/aws" && npx --yes aws-cdk@3.0.0 deploy --all --require-approval never \
    --tags "volcast:environment=$environment" --tags "volcast:version=$1" \
    -c "environment=$environment" -c "imageTag=$1" ${context[@]+"${context[@]}"})
}

# The API answers over https and asks for a key.
answers() {
  local i code
  for ((i = 0; i < 40; i++)); do
    code=$(curl -sS --max-time 10 -o /dev/null -w '%{http_code}' "$where/v1/forecasts/latest" || true)
    if [[ $code == 401 ]]; then
      echo "$where answers and asks for a key."
      return 0
    fi
    sleep 15
  done
  echo "$where/v1/forecasts/latest answers $code, not 401, for ten minutes." >&2
  return 1
}

if [[ $action == images ]]; then
  copy_images
  exit
fi
before=$(deployed_version)
echo "Deployed now: ${before:-nothing}."
if deploy_version "$version" && answers; then
  echo "$environment runs $version."
  exit 0
fi
if [[ -z $before || $before == "$version" ]]; then
  echo "$version failed, and there is no version before it to go back to." >&2
  exit 1
fi
echo "$version failed: going back to $before." >&2
deploy_version "$before"
answers
echo "$environment runs $before again." >&2
exit 1
