using Volcast.Hosting;
using Volcast.Market;

namespace Volcast.Services.Api;

/// <summary>Everything of the service that can be set, with the names that the jobs use too.</summary>
internal static class ApiSettings
{
    public static readonly Setting Source = new("VOLCAST_SOURCE", "--source", "yahoo",
        "yahoo, csv or simulated: the simulated market's lake lies in a folder of its own", Setting.OneOf("yahoo", "csv", "simulated"));

    public static readonly Setting Data = new("VOLCAST_DATA", "--data", "data",
        "folder that holds the lake (lake/) and the local registry (mlruns/)",
        value => value.Length > 0 ? null : "expected a folder");

    public static readonly Setting Targets = new("VOLCAST_TARGETS", "--target", "SPY",
        "the tickers that are served, with commas between",
        value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } parts
            && Array.TrueForAll(parts, part => Symbol.TryParse(part, out _)) ? null : "expected tickers such as SPY,QQQ");

    public static readonly Setting ImpliedVolatility = new("VOLCAST_IMPLIED_VOLATILITY", null, "SPY=^VIX",
        "the implied-volatility index of each target, such as SPY=^VIX,QQQ=^VXN",
        value => ImpliedVolatilityIndex.TryParse(value, out _) ? null : "expected TARGET=INDEX pairs with commas between");

    public static readonly Setting Address = new("VOLCAST_API_ADDRESS", "--address", "http://127.0.0.1:8080",
        "where to listen; beyond loopback only with API keys",
        value => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? null : "expected an address such as http://127.0.0.1:8080");

    public static readonly Setting RefreshEvery = new("VOLCAST_API_REFRESH", null, "1",
        "seconds between looks at lake and registry", Setting.WholeNumber(1, 3600));

    public static readonly Setting Rate = new("VOLCAST_API_RATE", null, "500",
        "requests a second that one client may make on average", Setting.WholeNumber(1, 1_000_000));

    public static readonly Setting Now = new("VOLCAST_NOW", null, "",
        "the present time, ISO 8601, to repeat a run exactly; empty for the real clock",
        value => value.Length == 0 || FixedClock.TryParse(value, out _) ? null : "expected a time such as 2026-11-23T12:00:00Z");

    public static readonly IReadOnlyList<Setting> All =
        [Source, Data, Targets, ImpliedVolatility, Address, RefreshEvery, Rate, Now];
}
