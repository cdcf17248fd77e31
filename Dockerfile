# One image for all jobs, the API and the dashboard; docker compose selects the program of each container.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN for program in cli/Volcast.Cli.csproj services/Api/Volcast.Services.Api.csproj \
    services/Dashboard/Volcast.Services.Dashboard.csproj; do \
      dotnet publish "$program" -c Release -r linux-x64 --self-contained -o /app || exit; \
    done

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
EXPOSE 8080 8081
ENTRYPOINT ["/app/volcast"]
CMD ["--help"]
