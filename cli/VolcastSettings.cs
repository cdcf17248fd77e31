using Volcast.Hosting;
using Volcast.Market;

namespace Volcast.Cli;

/// <summary>Everything that can be set. <c>volcast status</c> prints each with its value and who gave it.</summary>
internal static class VolcastSettings
{
    public static readonly Setting Source = new("VOLCAST_SOURCE", "--source", "yahoo",
        "where bars come from: yahoo, csv (a folder, see --path) or simulated", Setting.OneOf("yahoo", "csv", "simulated"));

    public static readonly Setting CsvPath = new("VOLCAST_CSV_PATH", "--path", "",
        "folder of csv files for --source csv: SPY.csv, VIX.csv, … with Date,Open,High,Low,Close,AdjClose,Volume",
        Setting.AnyText);

    public static readonly Setting Lookback = new("LOOKBACK_PERIOD", "--lookback", "10y",
        "how much history to take: 1y, 2y, 5y, 10y, 15y or max; a csv folder is read whole unless this is given",
        value => LookbackPeriod.TryParse(value, out _) ? null : "expected 1y, 2y, 5y, 10y, 15y or max");

    public static readonly Setting Data = new("VOLCAST_DATA", "--data", "data",
        "folder that holds the lake (lake/) and the local registry (mlruns/)", NotEmpty);

    public static readonly Setting Targets = new("VOLCAST_TARGETS", "--target", "SPY",
        "the ticker to forecast, or several with commas between", SymbolsProblem);

    public static readonly Setting ImpliedVolatility = new("VOLCAST_IMPLIED_VOLATILITY", null, "SPY=^VIX",
        "the implied-volatility index of each target, such as SPY=^VIX,QQQ=^VXN; any other target uses ^VIX and is told",
        value => ImpliedVolatilityIndex.TryParse(value, out _) ? null : "expected TARGET=INDEX pairs with commas between");

    public static readonly Setting Horizon = new("VOLCAST_HORIZON", "--horizon", "5",
        "sessions ahead: 1, 5, 10 or 22", Setting.OneOf("1", "5", "10", "22"));

    public static readonly Setting Seed = new("VOLCAST_SEED", "--seed", "7",
        "seed of everything random: the simulated market, row and column sampling of the trees",
        Setting.WholeNumber(0, int.MaxValue));

    public static readonly Setting Threads = new("VOLCAST_THREADS", "--threads", "0",
        "how many folds are fitted at once; 0 for as many as there are cores", Setting.WholeNumber(0, 1024));

    public static readonly Setting ShadowSessions = new("VOLCAST_SHADOW_SESSIONS", "--shadow-sessions", "5",
        "sessions on which a refit has to forecast beside the champion before it is promoted", Setting.WholeNumber(0, 252));

    public static readonly Setting LockWait = new("VOLCAST_LOCK_WAIT", null, "60",
        "seconds that a second run on the same lake waits for the first", Setting.WholeNumber(0, 86_400));

    public static readonly Setting TrackingUri = new("MLFLOW_TRACKING_URI", null, "",
        "where models are registered: an MLflow server's address or a folder; empty for the data folder's mlruns/",
        RegistryPlace.Problem)
    {
        Show = RegistryPlace.Show,
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
        "whether token or password may go over plain http to another machine: yes or no", Setting.OneOf("yes", "no"));

    public static readonly Setting YahooUrl = new("VOLCAST_YAHOO_URL", null, "https://query1.finance.yahoo.com",
        "address of Yahoo's chart service", value => Uri.TryCreate(value, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback) ? null : "expected an https address (http on loopback only)");

    public static readonly Setting Now = new("VOLCAST_NOW", null, "",
        "the present time, ISO 8601, to repeat a run exactly; empty for the real clock",
        value => value.Length == 0 || (FixedClock.TryParse(value, out var now) && now.Year > TradingCalendar.FirstDay.Year)
            ? null
            : $"expected a time such as 2026-11-23T12:00:00Z, after {TradingCalendar.FirstDay.Year}");

    public static readonly IReadOnlyList<Setting> All =
    [
        Source, CsvPath, Lookback, Data, Targets, ImpliedVolatility, Horizon, Seed, Threads, ShadowSessions, LockWait,
        TrackingUri, TrackingToken, TrackingUsername, TrackingPassword, CredentialsOverHttp, YahooUrl, Now,
    ];

    private static string? NotEmpty(string value) => value.Length > 0 ? null : "expected a folder";

    private static string? SymbolsProblem(string value)
    {
        var parts = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            return "expected a ticker such as SPY";
        var bad = Array.Find(parts, part => !Symbol.TryParse(part, out _));
        return bad is null ? null : $"'{bad}' is not a ticker such as SPY or ^VIX";
    }
}
