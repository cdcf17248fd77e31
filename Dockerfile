# An image for each program:
#   worker          all jobs and the scheduler: docker run volcast-worker run-daily
#   api             the HTTP service, port 8080
#   dashboard       the pages, port 8081
#   ingest-lambda   the download of bars as an AWS Lambda function, without native code
#
#   docker build --target api --tag volcast-api .
#
# Build arguments:
#   CA_CERTIFICATE     certificates (PEM text) of a company whose proxy inspects TLS; they are trusted by the build and by the images
#   SDK_IMAGE, BASE_IMAGE   where a company mirrors the public images
#   VERSION, REVISION  version and commit, for the programs and the labels
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG BASE_IMAGE=debian:bookworm-slim

# The SDK that trusts the company's certificates.
FROM $SDK_IMAGE AS sdk
ARG CA_CERTIFICATE=""
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
RUN if [ -n "$CA_CERTIFICATE" ]; then \
      printf '%s\n' "$CA_CERTIFICATE" >/usr/local/share/ca-certificates/company.crt && update-ca-certificates; \
    fi
RUN case $(uname -m) in \
      x86_64) echo linux-x64 ;; \
      aarch64) echo linux-arm64 ;; \
      *) echo "There is no image for the architecture $(uname -m)." >&2; exit 1 ;; \
    esac >/runtime
WORKDIR /src

# The files that say which packages are needed. The stages that restore are taken from the cache while none of them changes.
FROM sdk AS projects
COPY . .
# _Imports.razor makes a project one with components, for which the SDK adds a package.
RUN find . -type f ! -name '*.csproj' ! -name packages.lock.json ! -name 'Directory.*' ! -name global.json \
      ! -iname nuget.config ! -name _Imports.razor -delete \
 && find . -type d -empty -delete

# Restores twice: by the lock files, which refuses a package with another digest, and then with the runtime and the compiler of the
# image's architecture, which no lock file lists. The second restore takes the packages of the first one. The first one is not in
# locked mode, because a newer SDK adds packages of its own version.
FROM sdk AS restored
COPY --from=projects /src .
ENV PROGRAMS="cli/Volcast.Cli.csproj services/Api/Volcast.Services.Api.csproj services/Dashboard/Volcast.Services.Dashboard.csproj"
RUN for program in $PROGRAMS; do dotnet restore "$program" || exit; done
RUN for program in $PROGRAMS; do \
      dotnet restore "$program" -r "$(cat /runtime)" -p:SelfContained=true -p:PublishReadyToRun=true || exit; \
    done

# Publishes each program into /out/NAME, in two parts: what others wrote, and what this repository holds.
FROM restored AS published
COPY . .
ARG VERSION=0.1.0-source
RUN for program in $PROGRAMS; do \
      name=$(basename "$program" .csproj) \
      && dotnet publish "$program" --no-restore -c Release -r "$(cat /runtime)" --self-contained -p:PublishReadyToRun=true \
        -p:Version="$VERSION" -p:MinVerSkip=true -p:PublishDocumentationFiles=false -p:DebugType=none -p:RunAnalyzers=false \
        -o "/out/$name/others" \
      && mkdir "/out/$name/own" \
      && mv "/out/$name/others"/[Vv]olcast* "/out/$name/own" || exit; \
    done

# Debian with certificates, the rules of New York's clock, and what .NET loads; a user without rights. `plain` and `native` differ in
# XGBoost. Each is one layer, because every call of apt-get writes its lists anew; packages of the base image stay as they are.
FROM $BASE_IMAGE AS plain
ARG CA_CERTIFICATE=""
RUN apt-get update \
 && apt-get install -y --no-install-recommends --no-upgrade ca-certificates libgcc-s1 libssl3 libstdc++6 tzdata \
 && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* /var/lib/dpkg/*-old \
 && if [ -n "$CA_CERTIFICATE" ]; then \
      printf '%s\n' "$CA_CERTIFICATE" >/usr/local/share/ca-certificates/company.crt && update-ca-certificates; \
    fi \
 && useradd --uid 1654 --no-create-home --shell /usr/sbin/nologin volcast
# The diagnostics of .NET would write to /tmp.
ENV DOTNET_EnableDiagnostics=0 VOLCAST_LAUNCHER=volcast
WORKDIR /
USER 1654:1654

FROM $BASE_IMAGE AS native
ARG CA_CERTIFICATE=""
RUN apt-get update \
 && apt-get install -y --no-install-recommends --no-upgrade ca-certificates libgcc-s1 libgomp1 libssl3 libstdc++6 libxgboost0 tzdata \
 && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* /var/lib/dpkg/*-old \
 && if [ -n "$CA_CERTIFICATE" ]; then \
      printf '%s\n' "$CA_CERTIFICATE" >/usr/local/share/ca-certificates/company.crt && update-ca-certificates; \
    fi \
 && useradd --uid 1654 --no-create-home --shell /usr/sbin/nologin volcast \
 && install -d -o volcast -g volcast -m 0750 /data
ENV DOTNET_EnableDiagnostics=0 VOLCAST_LAUNCHER=volcast VOLCAST_DATA=/data
WORKDIR /
USER 1654:1654
# Fargate mounts an empty folder here, and gives it the rights that /tmp has in the image only because it is a volume.
VOLUME /tmp

FROM native AS worker
VOLUME /data
ENTRYPOINT ["/app/volcast"]
CMD ["--help"]
# A job ends by itself. What can be ill is the scheduler; its health check is in docker-compose.yml: /app/volcast health.
COPY --from=published /out/Volcast.Cli/others /app
COPY --from=published /out/Volcast.Cli/own /app
ARG VERSION=0.1.0-source
ARG REVISION=""
LABEL org.opencontainers.image.title="Volcast worker" \
      org.opencontainers.image.description="The jobs and the scheduler of Volcast, which forecasts realised volatility" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"

FROM native AS api
ENV VOLCAST_API_ADDRESS=http://0.0.0.0:8080
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/app/volcast-api"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/app/volcast-api", "--health"]
COPY --from=published /out/Volcast.Services.Api/others /app
COPY --from=published /out/Volcast.Services.Api/own /app
ARG VERSION=0.1.0-source
ARG REVISION=""
LABEL org.opencontainers.image.title="Volcast API" \
      org.opencontainers.image.description="Serves the forecasts of Volcast and their reasons over HTTP" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"

FROM native AS dashboard
ENV VOLCAST_DASHBOARD_ADDRESS=http://0.0.0.0:8081
EXPOSE 8081
ENTRYPOINT ["/app/volcast-dashboard"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/app/volcast-dashboard", "--health"]
COPY --from=published /out/Volcast.Services.Dashboard/others /app
COPY --from=published /out/Volcast.Services.Dashboard/own /app
ARG VERSION=0.1.0-source
ARG REVISION=""
LABEL org.opencontainers.image.title="Volcast dashboard" \
      org.opencontainers.image.description="Shows the forecasts of Volcast, their reasons and their record in a browser" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"

# The same for the function, which needs the packages of none of the other programs.
FROM sdk AS restored-ingest-lambda
COPY --from=projects /src .
ENV PROGRAM=deploy/aws/ingest-lambda/Volcast.Deploy.IngestLambda.csproj
RUN dotnet restore "$PROGRAM"
RUN dotnet restore "$PROGRAM" -r "$(cat /runtime)" -p:SelfContained=true -p:PublishReadyToRun=true

FROM restored-ingest-lambda AS published-ingest-lambda
COPY . .
ARG VERSION=0.1.0-source
RUN dotnet publish "$PROGRAM" --no-restore -c Release -r "$(cat /runtime)" --self-contained -p:PublishReadyToRun=true \
      -p:Version="$VERSION" -p:MinVerSkip=true -p:PublishDocumentationFiles=false -p:DebugType=none -p:RunAnalyzers=false \
      -o /out/others \
 && mkdir /out/own \
 && mv /out/others/[Vv]olcast* /out/own

# The service sends events to the program itself: it is the function's runtime too.
FROM plain AS ingest-lambda
ENTRYPOINT ["/app/Volcast.Deploy.IngestLambda"]
COPY --from=published-ingest-lambda /out/others /app
COPY --from=published-ingest-lambda /out/own /app
ARG VERSION=0.1.0-source
ARG REVISION=""
LABEL org.opencontainers.image.title="Volcast ingest function" \
      org.opencontainers.image.description="Downloads daily bars into the lake of Volcast as an AWS Lambda function" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
