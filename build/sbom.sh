#!/usr/bin/env bash
# Writes a bill of materials (CycloneDX, JSON) for each program: its packages with version, licence and digest.
# usage: build/sbom.sh FOLDER VERSION
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
folder=${1:?usage: build/sbom.sh FOLDER VERSION} version=${2:?usage: build/sbom.sh FOLDER VERSION}
mkdir -p "$folder"
folder=$(cd -P -- "$folder" && pwd)
tools=$root/.tools/cyclonedx
[[ -x $tools/dotnet-CycloneDX ]] || dotnet tool install CycloneDX --version 6.3.1 --tool-path "$tools" >/dev/null
cd "$root"
projects=(cli/Volcast.Cli.csproj services/Api/Volcast.Services.Api.csproj services/Dashboard/Volcast.Services.Dashboard.csproj
  deploy/aws/ingest-lambda/Volcast.Deploy.IngestLambda.csproj)
for project in "${projects[@]}"; do
  name=$(basename "$project" .csproj)
  DOTNET_ROLL_FORWARD=Major "$tools/dotnet-CycloneDX" "$project" --output "$folder" --filename "$name.cdx.json" \
    --output-format Json --exclude-dev --set-version "$version" >/dev/null
  echo "$folder/$name.cdx.json"
done
