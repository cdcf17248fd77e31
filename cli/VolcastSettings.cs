using System.Globalization;
using Volcast.Hosting;
using Volcast.Market;
using Volcast.Services.Ingest.Sources.Http;
using Volcast.Workspace;

namespace Volcast.Cli;

/// <summary>Every setting. <c>volcast status</c> prints each with its value and its origin.</summary>
internal static class VolcastSettings
{
    private const int LongestActor = 200;
    private const int LongestUserAgent = 400;

    public static readonly Setting Source = WorkspaceSettings.Source;

    public static readonly Setting CsvPath = new("VOLCAST_CSV_PATH", "--path", "",
        "folder, or s3://BUCKET/PREFIX, of csv files for --source csv: SPY.csv, VIX.csv, … with "
        + "Date,Open,High,Low,Close,AdjClose,Volume",
        ObjectStores.Problem);

    public static readonly Setting Lookback = new("LOOKBACK_PERIOD", "--lookback", "10y",
        "how much history to load: 1y, 2y, 5y, 10y, 15y or max; a csv folder is read completely unless this is set",
        value => LookbackPeriod.TryParse(value, out _) ? null : $"expected {LookbackPeriod.Expected}");

    public static readonly Setting Data = WorkspaceSettings.Data;

    public static readonly Setting Targets = WorkspaceSettings.Targets;

    public static readonly Setting ImpliedVolatility = WorkspaceSettings.ImpliedVolatility;

    public static readonly Setting Horizon = new("VOLCAST_HORIZON", "--horizon", "5",
        "sessions ahead: 1, 5, 10 or 22, or several of them, such as 1,5,10,22", HorizonList.Problem);

    /// <summary>The same setting for a command that works on one horizon.</summary>
    public static readonly Setting OneHorizon = Horizon with
    {
        Description = "sessions ahead: 1, 5, 10 or 22",
        Problem = HorizonList.ProblemOfOne,
    };

    public static readonly Setting Seed = new("VOLCAST_SEED", "--seed", "7",
        "random seed of the simulated market and of the trees' row and column sampling",
        Setting.WholeNumber(0, int.MaxValue));

    /// <summary>Empty for none; see <see cref="CommandContext.Simulation"/>.</summary>
    public static readonly Setting SimulatedBreak = new("VOLCAST_SIMULATED_BREAK", null, "",
        "first session on which the simulated market has another law: VIX and VIX3M are .35 times as high "
        + "as they would be; empty for none",
        value => value.Length == 0 || IsDay(value) ? null : "expected a day such as 2024-06-03");

    public static readonly Setting Threads = new("VOLCAST_THREADS", "--threads", "0",
        "how many folds are fitted in parallel; 0 for the number of cores", Setting.WholeNumber(0, 1024));

    public static readonly Setting ShadowSessions = new("VOLCAST_SHADOW_SESSIONS", "--shadow-sessions", "5",
        "sessions on which a refit must forecast beside the champion before it can be promoted; where it is not given, `registry "
        + "promote` takes the number of the policy", Setting.WholeNumber(0, 252));

    public static readonly Setting MaximumAge = WorkspaceSettings.MaximumAge;

    /// <summary>The same setting for a command that checks it.</summary>
    public static readonly Setting CheckedAge = MaximumAge with
    {
        Description = "settled sessions that the newest bar of a target may be behind; beyond it the check freshness is red",
    };

    public static readonly Setting LockWait = new("VOLCAST_LOCK_WAIT", null, "60",
        "seconds to wait while another run writes the same symbol", Setting.WholeNumber(0, 86_400));

    /// <summary>Empty for the operating system's user; see <see cref="CommandContext.Actor"/>.</summary>
    public static readonly Setting Actor = new("VOLCAST_ACTOR", "--by", "",
        "person or service that is recorded as the one who promotes, rolls back, creates a key or accepts a finding; empty for "
        + "the operating system's user",
        value => value.Length == 0 || value.Trim().Length is > 0 and <= LongestActor && !value.Any(char.IsControl)
            ? null
            : $"expected 1 to {LongestActor} characters on one line");

    /// <summary>Empty for <c>policy.yaml</c> in the working folder, or the built-in policy; see
    /// <see cref="CommandContext.ReadPolicy"/>.</summary>
    public static readonly Setting Policy = new("VOLCAST_POLICY", "--policy", "",
        "file of the policy; empty for policy.yaml in the working folder, and without it for the built-in policy", Setting.AnyText);

    /// <summary>Empty for <c>alerts.yaml</c> in the working folder, or the built-in alerts; see
    /// <see cref="CommandContext.ReadAlerts"/>.</summary>
    public static readonly Setting Alerts = new("VOLCAST_ALERTS", "--alerts", "",
        "file of the alerts and their channels; empty for alerts.yaml in the working folder, and without that for the built-in "
        + "alerts",
        Setting.AnyText);

    public static readonly Setting TrackingUri = WorkspaceSettings.TrackingUri;

    public static readonly Setting TrackingToken = WorkspaceSettings.TrackingToken;

    public static readonly Setting TrackingUsername = WorkspaceSettings.TrackingUsername;

    public static readonly Setting TrackingPassword = WorkspaceSettings.TrackingPassword;

    public static readonly Setting CredentialsOverHttp = WorkspaceSettings.CredentialsOverHttp;

    public static readonly Setting YahooUrl = new("VOLCAST_YAHOO_URL", null, "https://query1.finance.yahoo.com",
        "address of Yahoo's chart service", AddressProblem)
    {
        Show = Setting.WithoutUser,
    };

    public static readonly Setting CboeUrl = new("VOLCAST_CBOE_URL", null, "https://cdn.cboe.com",
        "address of Cboe's daily files", AddressProblem)
    {
        Show = Setting.WithoutUser,
    };

    public static readonly Setting TiingoUrl = new("VOLCAST_TIINGO_URL", null, "https://api.tiingo.com",
        "address of Tiingo's service", AddressProblem)
    {
        Show = Setting.WithoutUser,
    };

    public static readonly Setting TiingoToken = new("VOLCAST_TIINGO_TOKEN", null, "",
        "token of your Tiingo account, for the source tiingo", OneWordProblem)
    {
        Show = Setting.Hidden,
    };

    public static readonly Setting UserAgent = new("VOLCAST_USER_AGENT", null, VendorLimits.DefaultUserAgent,
        "the User-Agent header of each request to a source; Yahoo refuses the name of a program more often than that of a "
        + "browser",
        UserAgentProblem);

    public static readonly Setting ExtraClosings = WorkspaceSettings.ExtraClosings;

    public static readonly Setting Now = WorkspaceSettings.Now;

    public static readonly IReadOnlyList<Setting> All =
    [
        Source, CsvPath, Lookback, Data, Targets, ImpliedVolatility, Horizon, Seed, SimulatedBreak, Threads,
        ShadowSessions, MaximumAge, LockWait, Actor, Alerts, Policy, TrackingUri, TrackingToken, TrackingUsername,
        TrackingPassword, CredentialsOverHttp, .. WorkspaceSettings.S3, YahooUrl, CboeUrl, TiingoUrl, TiingoToken, UserAgent,
        ExtraClosings, Now,
    ];

    private static bool IsDay(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string? AddressProblem(string value) => Uri.TryCreate(value, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        ? null
        : "expected an https address (http on loopback only)";

    private static string? OneWordProblem(string value) => value.All(c => c is > ' ' and < '\x7f')
        ? null
        : "expected a token of ASCII characters without spaces";

    private static string? UserAgentProblem(string value) =>
        value.Trim().Length is > 0 and <= LongestUserAgent && value.All(c => c is >= ' ' and < '\x7f')
            ? null
            : $"expected 1 to {LongestUserAgent} ASCII characters on one line";
}
