#!/usr/bin/env bash
# What the workflow deploy runs, with the credentials of the deployment's role.
# usage: deploy/aws-release.sh images ENVIRONMENT VERSION PREFIX   copies the released images PREFIX/volcast-* into the account
#        deploy/aws-release.sh deploy ENVIRONMENT VERSION SITE     deploys, asks SITE, and deploys the version before if it fails
# CONTEXT holds further arguments of cdk; TOKEN signs in to the registry of the released images. The version before is deployed from
# its own tag, because the templates of the failed version may not fit it: the clone needs all tags.
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

# The version of the main stack, whose tags CloudFormation takes back with an update that fails; empty before the first deployment.
# The role that CDK's bootstrap made for look-ups may read it.
deployed_version() {
  local role=arn:aws:iam::$account:role/cdk-hnb659fds-lookup-role-$account-$region credentials id secret token answer
  credentials=$(aws sts assume-role --role-arn "$role" --role-session-name volcast-deploy \
    --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text) || return
  read -r id secret token <<<"$credentials"
  if ! answer=$(AWS_ACCESS_KEY_ID=$id AWS_SECRET_ACCESS_KEY=$secret AWS_SESSION_TOKEN=$token aws cloudformation describe-stacks \
    --stack-name "volcast-$environment" --query "Stacks[0].Tags[?Key=='volcast:version'].Value | [0]" --output text 2>&1); then
    [[ $answer == *'does not exist'* ]] && return
    echo "$answer" >&2
    return 1
  fi
  [[ $answer == None ]] || echo "$answer"
}

# usage: deploy_version VERSION SOURCE; SOURCE is a checkout of this version
deploy_version() {
  local context=()
  read -ra context <<<"${CONTEXT-}"
  (cd "$2/deploy/aws" && npx --yes "$cdk" deploy --all --require-approval never \
    --tags "volcast:environment=$environment" --tags "volcast:version=$1" \
    -c "environment=$environment" -c "imageTag=$1" ${context[@]+"${context[@]}"})
}

# usage: go_back VERSION
go_back() {
  local source
  source=$(mktemp -d) || return
  git -C "$root" worktree add --quiet --detach "$source/volcast" "refs/tags/$1" || return
  deploy_version "$1" "$source/volcast" && answers
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
# shellcheck source=build/packages.sh
source "$root/build/packages.sh"
cdk=$(npm_package aws-cdk)
before=$(deployed_version)
echo "Deployed now: ${before:-nothing}."
if [[ -n $before ]] && ! git -C "$root" rev-parse --quiet --verify "refs/tags/$before^{commit}" >/dev/null; then
  echo "This clone has no tag $before, so there would be no way back to it. Nothing was deployed: fetch the tags, then run again." >&2
  exit 1
fi
if deploy_version "$version" "$root" && answers; then
  echo "$environment runs $version."
  exit 0
fi
if [[ -z $before || $before == "$version" ]]; then
  echo "$version failed, and there is no version before it to go back to." >&2
  exit 1
fi
echo "$version failed: going back to $before." >&2
if go_back "$before"; then
  echo "$environment runs $before again." >&2
else
  echo "Going back to $before failed too: $environment is in an unknown state." >&2
fi
exit 1
