using System.Text.RegularExpressions;

namespace Volcast.Hosting;

/// <summary>The names that a settings file or the environment may hold. All programs read the same file, so each knows the
/// settings of all.</summary>
public static partial class KnownNames
{
    /// <summary>The settings of all programs, and the names that the launcher, its scripts, the tests, the benchmarks and
    /// docker-compose.yml read.</summary>
    public static readonly IReadOnlyCollection<string> All =
    [
        "LOOKBACK_PERIOD", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_URI",
        "MLFLOW_TRACKING_USERNAME", "OTEL_EXPORTER_OTLP_ENDPOINT", "VOLCAST_ACTOR", "VOLCAST_ALERTS", "VOLCAST_API_ADDRESS",
        "VOLCAST_API_MEMORY", "VOLCAST_API_PORT", "VOLCAST_API_PROGRAM", "VOLCAST_API_RATE", "VOLCAST_API_REFRESH",
        "VOLCAST_ATTEMPTS",
        "VOLCAST_BENCH_BODY", "VOLCAST_BENCH_KEY", "VOLCAST_CBOE_URL", "VOLCAST_CREDENTIALS_OVER_HTTP", "VOLCAST_CSV_PATH",
        "VOLCAST_DASHBOARD_ADDRESS", "VOLCAST_DASHBOARD_API", "VOLCAST_DASHBOARD_KEY", "VOLCAST_DASHBOARD_PORT",
        "VOLCAST_DASHBOARD_SIGNER", "VOLCAST_DASHBOARD_SIGNER_CLIENT", "VOLCAST_DASHBOARD_WRITE",
        "VOLCAST_DATA", "VOLCAST_EXTRA_CLOSINGS", "VOLCAST_HORIZON", "VOLCAST_IMPLIED_VOLATILITY", "VOLCAST_INDEX",
        "VOLCAST_KEY",
        SuggestedCommand.ProgramVariable, "VOLCAST_LOCK_WAIT", "VOLCAST_MAX_AGE", "VOLCAST_NOW", "VOLCAST_NO_BUILD",
        "VOLCAST_POLICY", "VOLCAST_PROOF_SECONDS", "VOLCAST_PYTHON", "VOLCAST_REQUIRE_TOOLS",
        "VOLCAST_S3_CHECKSUMS", "VOLCAST_S3_ENDPOINT",
        "VOLCAST_S3_PATH_STYLE", "VOLCAST_S3_REGION", "VOLCAST_SEED", "VOLCAST_SHADOW_SESSIONS",
        "VOLCAST_SHARED", "VOLCAST_SIMULATED_BREAK", "VOLCAST_SOURCE", "VOLCAST_TARGETS", "VOLCAST_THREADS",
        "VOLCAST_TIINGO_TOKEN", "VOLCAST_TIINGO_URL", "VOLCAST_TOOLS", "VOLCAST_USER_AGENT", "VOLCAST_WRITE_DOCS",
        "VOLCAST_YAHOO_URL", "XGBOOST_LIBRARY",
        // Of docker-compose.yml alone.
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "MLFLOW_DATABASE_PASSWORD", "MLFLOW_PORT", "S3_PORT",
        "VOLCAST_BUILD_NETWORK", "VOLCAST_CA_CERTIFICATE", "VOLCAST_CONTAINER_CSV", "VOLCAST_CONTAINER_DATA", "VOLCAST_IMAGE_PREFIX",
        "VOLCAST_IMAGE_TAG", "VOLCAST_REVISION", "VOLCAST_VERSION",
    ];

    /// <summary>A sentence for each name that is not known, and for each that stands twice in the settings file.</summary>
    /// <param name="workingFolder">The folder of the settings file.</param>
    /// <param name="environment">The names of all environment variables.</param>
    /// <exception cref="SettingException">The settings file cannot be read.</exception>
    public static IEnumerable<string> Warnings(string workingFolder, IEnumerable<string> environment)
    {
        var file = SettingsFile.Read(SettingsFile.PathIn(workingFolder));
        return [.. UnknownNames.Warnings(All, name => Foreign().IsMatch(name), file, environment), .. file.Repeated];
    }

    /// <summary>Docker's own names in a settings file, and the names that Kubernetes gives to a service called volcast.</summary>
    [GeneratedRegex("^(?:COMPOSE|DOCKER|BUILDKIT)_"
        + @"|^VOLCAST_(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT\w*|PORT|PORT_\d+_(?:TCP|UDP)\w*)$")]
    private static partial Regex Foreign();
}
