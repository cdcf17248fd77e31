# One image, one command a container: docker compose names the command.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish cli/Volcast.Cli.csproj -c Release -r linux-x64 --self-contained -o /app

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends libxgboost0 libgomp1 ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 1654 --no-create-home volcast \
 && install -d -o volcast /data
COPY --from=build /app /app
USER volcast
WORKDIR /
ENV VOLCAST_DATA=/data
VOLUME /data
ENTRYPOINT ["/app/volcast"]
CMD ["--help"]
