using System.Globalization;
using Volcast.Hosting;
using Volcast.Market;

namespace Volcast.Workspace;

/// <summary>The settings of lake, registry and targets, which are the same in every program.</summary>
public static class WorkspaceSettings
{
    /// <summary>The sources that may stand in an order.</summary>
    private static readonly string[] Ordered = ["yahoo", "cboe", "tiingo"];

    /// <summary>The sources that stand alone: a folder of files, or a market that does not exist.</summary>
    private static readonly string[] Alone = ["csv", "simulated"];

    public static readonly Setting Source = new("VOLCAST_SOURCE", "--source", "yahoo",
        "where bars come from: yahoo, cboe, tiingo, or several of them in the order in which they are asked, such as "
        + "yahoo,cboe,tiingo; or csv (a folder, VOLCAST_CSV_PATH) or simulated", SourceProblem);

    public static readonly Setting Data = new("VOLCAST_DATA", "--data", "data",
        "folder, or s3://BUCKET/PREFIX, that holds the lake (lake/); a folder holds the local registry (mlruns/) too",
        DataProblem);

    public static readonly Setting S3Endpoint = new("VOLCAST_S3_ENDPOINT", null, "",
        "address of a server with the protocol of S3, such as http://127.0.0.1:9000; empty for AWS",
        value => value.Length == 0 || Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? null
            : "expected an http or https address without a user name")
    {
        Show = Setting.WithoutUser,
    };

    public static readonly Setting S3Region = new("VOLCAST_S3_REGION", null, "",
        "region of the bucket, such as eu-central-1; empty for the region that the AWS SDK finds",
        value => value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? null
            : "expected a region such as eu-central-1");

    public static readonly Setting S3PathStyle = new("VOLCAST_S3_PATH_STYLE", null, "auto",
        "whether the name of the bucket is in the path of an address: yes, no, or auto, which means yes with "
        + "VOLCAST_S3_ENDPOINT and no without",
        Setting.OneOf("auto", "yes", "no"));

    public static readonly Setting S3Checksums = new("VOLCAST_S3_CHECKSUMS", null, "when_supported",
        "whether the AWS SDK adds a checksum to every request: when_supported, or when_required for servers that refuse it, such "
        + "as Ceph before version 19",
        Setting.OneOf("when_supported", "when_required"));

    /// <summary>The settings of a bucket, which every program takes.</summary>
    public static IReadOnlyList<Setting> S3 { get; } = [S3Endpoint, S3Region, S3PathStyle, S3Checksums];

    public static readonly Setting Targets = new("VOLCAST_TARGETS", "--target", "SPY",
        "US-listed ticker to forecast, several separated by commas, or @FILE or @s3://BUCKET/KEY with one ticker a line", TargetList.Problem);

    public static readonly Setting ImpliedVolatility = new("VOLCAST_IMPLIED_VOLATILITY", null, "",
        "implied-volatility indices in place of the known ones of docs/targets.md, such as QQQ=^VIX; a target without one uses ^VIX",
        value => ImpliedVolatilityIndex.TryParse(value, out _) ? null
            : "expected TARGET=INDEX pairs separated by commas, each index beginning with ^");

    public static readonly Setting MaximumAge = new("VOLCAST_MAX_AGE", "--max-age", "1",
        "settled sessions that the newest bar of a target may be behind; beyond it forecast and pipeline end with exit code 3",
        Setting.WholeNumber(0, 1_000_000));

    public static readonly Setting TrackingUri = new("MLFLOW_TRACKING_URI", null, "",
        "registry of the models: an MLflow server's address or a folder; empty for mlruns/ in the data folder",
        RegistryFactory.Problem)
    {
        Show = RegistryFactory.Show,
    };

    public static readonly Setting TrackingToken = new("MLFLOW_TRACKING_TOKEN", null, "",
        "token for the MLflow server", Setting.AnyText)
    {
        Show = Setting.Hidden,
    };

    public static readonly Setting TrackingUsername = new("MLFLOW_TRACKING_USERNAME", null, "",
        "user name for the MLflow server", Setting.AnyText);

    public static readonly Setting TrackingPassword = new("MLFLOW_TRACKING_PASSWORD", null, "",
        "password for the MLflow server", Setting.AnyText)
    {
        Show = Setting.Hidden,
    };

    public static readonly Setting CredentialsOverHttp = new("VOLCAST_CREDENTIALS_OVER_HTTP", null, "no",
        "whether token or password may be sent over plain http to another machine: yes or no", Setting.OneOf("yes", "no"));

    public static readonly Setting ExtraClosings = new("VOLCAST_EXTRA_CLOSINGS", null, "",
        "closings of the exchange that were announced after this release, such as 2025-01-09, separated by commas",
        value => Closings(value) is null ? "expected days such as 2025-01-09,2026-03-02" : null);

    /// <summary>Years from here on are of another calendar: 2565 is 2022 in the Buddhist one.</summary>
    private const int LastYear = 2200;

    public static readonly Setting Now = new("VOLCAST_NOW", null, "",
        "the present time in ISO 8601, to repeat a run exactly; empty for the real clock",
        value => value.Length == 0 || (FixedClock.TryParse(value, out var now) && now.Year > TradingCalendar.FirstDay.Year && now.Year < LastYear)
            ? null
            : $"expected a time in ISO 8601 such as 2026-11-23T12:00:00Z, after {TradingCalendar.FirstDay.Year} and before {LastYear}");

    /// <summary>The exchange's calendar, without the days of <see cref="ExtraClosings"/>.</summary>
    public static TradingCalendar Calendar(Settings settings) =>
        TradingCalendar.Nyse.WithClosings(Closings(settings.Text(ExtraClosings))!);

    private static DateOnly[]? Closings(string value)
    {
        var days = new List<DateOnly>();
        foreach (var text in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                days.Add(day);
            else
                return null;
        return [.. days];
    }

    /// <summary>The sources of <see cref="Source"/> in lower case, the preferred one first.</summary>
    public static IReadOnlyList<string> Sources(Settings settings) => SourceNames(settings.Text(Source));

    private static string[] SourceNames(string value) =>
        [.. value.Split(',', StringSplitOptions.TrimEntries).Select(name => name.ToLowerInvariant())];

    private static string? SourceProblem(string value)
    {
        var names = SourceNames(value);
        if (names.FirstOrDefault(name => !Ordered.Contains(name) && !Alone.Contains(name)) is { } unknown)
            return (names.Length > 1 ? $"'{unknown}' is not a source: " : "")
                + $"expected one of {string.Join(", ", [.. Ordered, .. Alone])}, or an order such as yahoo,cboe,tiingo";
        if (names.Length > 1 && names.FirstOrDefault(name => Alone.Contains(name)) is { } alone)
            return $"{alone} cannot be combined with other sources: "
                + (alone == "csv" ? "its files are read as they are and never in part" : "its market does not exist");
        return names.Distinct().Count() < names.Length ? "expected each source once" : null;
    }

    private static string? DataProblem(string value) =>
        value.Length > 0 ? ObjectStores.Problem(value) : "expected a folder";
}
