using System.Globalization;
using Volcast.ApiContract.Data;
using Volcast.ApiContract.Explanations;
using Volcast.ApiContract.Forecasts;
using Volcast.ApiContract.Models;
using Volcast.ApiContract.Monitoring;
using Volcast.ApiContract.Operations;
using Volcast.ApiContract.Predictions;
using Volcast.ApiContract.Scenarios;
using Volcast.ApiContract.Targets;

namespace Volcast.ApiContract.Client;

/// <summary>
/// A typed client of the HTTP API. It is safe for concurrent use. Every method throws <see cref="VolcastProblemException"/> where
/// the service refuses the request, <see cref="TimeoutException"/> where it takes too long, and
/// <see cref="HttpRequestException"/> where it cannot be reached.
/// </summary>
public sealed class VolcastClient : IDisposable
{
    private const int DefaultHorizon = 5;
    private const string Latest = "latest";

    private readonly ContractHttp http;

    /// <param name="options">Address, key and timeout.</param>
    /// <param name="handler">Sends the requests; null for the default one. The client does not dispose of it.</param>
    public VolcastClient(VolcastClientOptions options, HttpMessageHandler? handler = null) => http = new(options, handler);

    private VolcastClient(ContractHttp http) => this.http = http;

    /// <summary>A client with the key of one user, for a program that passes on the requests of its users: the service then
    /// counts each user's requests apart. It shares the connections and the unchanged documents of this client, and ends with
    /// it.</summary>
    /// <param name="apiKey">The user's key.</param>
    public VolcastClient WithKey(string apiKey) => new(http.WithKey(apiKey));

    /// <summary>The newest forecast of the serving version.</summary>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="horizon">1, 5, 10 or 22 sessions ahead.</param>
    /// <param name="above">A volatility in percent points; the response has the probability of exceeding it too.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<ForecastDocument>> GetLatestForecastAsync(
        string? symbol = null, int horizon = DefaultHorizon, double? above = null,
        CancellationToken cancellationToken = default) =>
        http.GetAsync(Path("/v1/forecasts/latest", symbol, horizon, ("above", Text(above))),
            ContractJson.Default.ForecastDocument, cancellationToken);

    /// <summary>The newest forecasts of all horizons, with figures that agree with each other.</summary>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<TermStructureDocument>> GetTermStructureAsync(
        string? symbol = null, CancellationToken cancellationToken = default) =>
        http.GetAsync(Path("/v1/forecasts/latest/term-structure", symbol, horizon: null),
            ContractJson.Default.TermStructureDocument, cancellationToken);

    /// <summary>The watchlist: the served targets, each with its newest stored forecast.</summary>
    /// <param name="symbol">Only this target; null for all.</param>
    /// <param name="horizon">1, 5, 10 or 22 sessions ahead.</param>
    /// <param name="limit">At most so many; 1 to 1,000.</param>
    /// <param name="offset">How many targets to skip.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<TargetsDocument>> GetTargetsAsync(
        string? symbol = null, int horizon = DefaultHorizon, int limit = 100, int offset = 0,
        CancellationToken cancellationToken = default) =>
        http.GetAsync(Path("/v1/targets", symbol, horizon, ("limit", Text(limit)), ("offset", Text(offset))),
            ContractJson.Default.TargetsDocument, cancellationToken);

    /// <summary>Stored forecasts, the newest first.</summary>
    public Task<VolcastResponse<ForecastListDocument>> GetForecastsAsync(
        string? symbol = null, int horizon = DefaultHorizon, ForecastFilter? filter = null,
        CancellationToken cancellationToken = default)
    {
        filter ??= new();
        return http.GetAsync(
            Path("/v1/forecasts", symbol, horizon, ("from", Text(filter.From)), ("to", Text(filter.To)), ("kind", filter.Kind),
                ("limit", Text(filter.Limit)), ("offset", Text(filter.Offset))),
            ContractJson.Default.ForecastListDocument, cancellationToken);
    }

    /// <summary>The forecasts over time, one for each origin, with what was realised. Where none is stored, those of the
    /// walk-forward.</summary>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="horizon">1, 5, 10 or 22 sessions ahead.</param>
    /// <param name="filter">Which origins; null for the last year.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<HistoryDocument>> GetHistoryAsync(
        string? symbol = null, int horizon = DefaultHorizon, HistoryFilter? filter = null,
        CancellationToken cancellationToken = default) =>
        http.GetAsync(
            Path("/v1/history", symbol, horizon, ("from", Text(filter?.From)), ("to", Text(filter?.To)), ("kind", filter?.Kind),
                ("model", filter?.Model), ("limit", Text(filter?.Limit))),
            ContractJson.Default.HistoryDocument, cancellationToken);

    /// <summary>A forecast with its explanation.</summary>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="horizon">1, 5, 10 or 22 sessions ahead.</param>
    /// <param name="origin">The session that the forecast was made from; null for the newest.</param>
    /// <param name="since">Also what changed since an earlier origin: <c>previous</c> or a date, yyyy-MM-dd; null for
    /// nothing.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<ExplainedForecastDocument>> GetExplanationAsync(
        string? symbol = null, int horizon = DefaultHorizon, DateOnly? origin = null, string? since = null,
        CancellationToken cancellationToken = default) =>
        http.GetAsync(
            Path($"/v1/forecasts/{Text(origin) ?? Latest}/explanation", symbol, horizon, ("since", since)),
            ContractJson.Default.ExplainedForecastDocument, cancellationToken);

    /// <summary>How the serving version explains each origin of a range.</summary>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="horizon">1, 5, 10 or 22 sessions ahead.</param>
    /// <param name="from">The first origin; null for 260 sessions before the last.</param>
    /// <param name="to">The last origin; null for the newest session.</param>
    /// <param name="byFeature">Whether each origin has the contribution of each input beside those of the families.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<AttributionDocument>> GetAttributionAsync(
        string? symbol = null, int horizon = DefaultHorizon, DateOnly? from = null, DateOnly? to = null, bool byFeature = false,
        CancellationToken cancellationToken = default) =>
        http.GetAsync(
            Path("/v1/attribution", symbol, horizon, ("from", Text(from)), ("to", Text(to)),
                ("by", byFeature ? "feature" : null)),
            ContractJson.Default.AttributionDocument, cancellationToken);

    /// <summary>Forecasts from rows of features.</summary>
    /// <param name="rows">1 to 1,000 rows, each feature → value with every input of the model.</param>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="horizon">1, 5, 10 or 22 sessions ahead.</param>
    /// <param name="explain">Whether the response has explanations.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<PredictionsDocument> PredictAsync(
        IReadOnlyList<IReadOnlyDictionary<string, double>> rows, string? symbol = null, int horizon = DefaultHorizon,
        bool explain = true, CancellationToken cancellationToken = default) =>
        http.PostAsync(Path("/v1/predictions", symbol, horizon, ("explain", explain ? "true" : "false")),
            new PredictionsRequest(rows), ContractJson.Default.PredictionsRequest, ContractJson.Default.PredictionsDocument,
            cancellationToken);

    /// <summary>The forecast after a hypothetical next session.</summary>
    /// <param name="bars">Symbol → bar, for the target and each of its companion symbols.</param>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="horizon">1, 5, 10 or 22 sessions ahead.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<ScenarioDocument> RunScenarioAsync(
        IReadOnlyDictionary<string, ScenarioBarDocument> bars, string? symbol = null, int horizon = DefaultHorizon,
        CancellationToken cancellationToken = default) =>
        http.PostAsync(Path("/v1/scenarios", symbol, horizon), new ScenarioRequest(bars), ContractJson.Default.ScenarioRequest,
            ContractJson.Default.ScenarioDocument, cancellationToken);

    /// <summary>The forecast after a next session with each return of the target from −5 to +3 %.</summary>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="horizon">1, 5, 10 or 22 sessions ahead.</param>
    /// <param name="companions"><c>follow</c> or <c>hold</c>; null for <c>follow</c>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<NewsImpactDocument>> GetNewsImpactAsync(
        string? symbol = null, int horizon = DefaultHorizon, string? companions = null,
        CancellationToken cancellationToken = default) =>
        http.GetAsync(Path("/v1/scenarios/news-impact", symbol, horizon, ("companions", companions)),
            ContractJson.Default.NewsImpactDocument, cancellationToken);

    /// <summary>The registered models; null for all symbols or all horizons.</summary>
    public Task<VolcastResponse<ModelsDocument>> GetModelsAsync(
        string? symbol = null, int? horizon = null, CancellationToken cancellationToken = default) =>
        http.GetAsync(Path("/v1/models", symbol, horizon), ContractJson.Default.ModelsDocument, cancellationToken);

    /// <summary>The version with the alias champion.</summary>
    public Task<VolcastResponse<VersionDocument>> GetChampionAsync(
        string? symbol = null, int horizon = DefaultHorizon, CancellationToken cancellationToken = default) =>
        http.GetAsync(Path("/v1/models/champion", symbol, horizon), ContractJson.Default.VersionDocument, cancellationToken);

    /// <summary>The walk-forward of a version's recipe.</summary>
    /// <param name="version">A number, <c>champion</c>, <c>challenger</c> or <c>serving</c>.</param>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="horizon">1, 5, 10 or 22 sessions ahead.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<EvidenceDocument>> GetEvidenceAsync(
        string version = "serving", string? symbol = null, int horizon = DefaultHorizon,
        CancellationToken cancellationToken = default) =>
        http.GetAsync(Path($"/v1/models/{Uri.EscapeDataString(version)}/evidence", symbol, horizon),
            ContractJson.Default.EvidenceDocument, cancellationToken);

    /// <summary>The model card of a version, as Markdown.</summary>
    /// <param name="version">A number, <c>champion</c>, <c>challenger</c> or <c>serving</c>.</param>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="horizon">1, 5, 10 or 22 sessions ahead.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<string>> GetModelCardAsync(
        string version = "serving", string? symbol = null, int horizon = DefaultHorizon,
        CancellationToken cancellationToken = default) =>
        http.GetTextAsync(Path($"/v1/models/{Uri.EscapeDataString(version)}/card", symbol, horizon), "text/markdown",
            cancellationToken);

    /// <summary>Series and groups of the walk-forward behind a version, for one model against a benchmark.</summary>
    /// <param name="version">A number, <c>champion</c>, <c>challenger</c> or <c>serving</c>.</param>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="horizon">1, 5, 10 or 22 sessions ahead.</param>
    /// <param name="model">A model of the walk-forward; null for the version's recipe.</param>
    /// <param name="benchmark">Another one; null for HAR.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<WalkForwardDocument>> GetWalkForwardAsync(
        string version = "serving", string? symbol = null, int horizon = DefaultHorizon, string? model = null,
        string? benchmark = null, CancellationToken cancellationToken = default) =>
        http.GetAsync(Path($"/v1/models/{Uri.EscapeDataString(version)}/walk-forward", symbol, horizon, ("model", model),
            ("benchmark", benchmark)), ContractJson.Default.WalkForwardDocument, cancellationToken);

    /// <summary>The features of a session; null for the newest.</summary>
    public Task<VolcastResponse<FeaturesDocument>> GetFeaturesAsync(
        string? symbol = null, int horizon = DefaultHorizon, DateOnly? session = null,
        CancellationToken cancellationToken = default) =>
        http.GetAsync(Path($"/v1/features/{Text(session) ?? Latest}", symbol, horizon), ContractJson.Default.FeaturesDocument,
            cancellationToken);

    /// <summary>The settled bars of a session; null for the newest.</summary>
    public Task<VolcastResponse<MarketDocument>> GetMarketAsync(
        string? symbol = null, int horizon = DefaultHorizon, DateOnly? session = null,
        CancellationToken cancellationToken = default) =>
        http.GetAsync(Path($"/v1/market/{Text(session) ?? Latest}", symbol, horizon), ContractJson.Default.MarketDocument,
            cancellationToken);

    /// <summary>The state of the data behind a target's forecasts.</summary>
    public Task<VolcastResponse<QualityDocument>> GetQualityAsync(
        string? symbol = null, int horizon = DefaultHorizon, CancellationToken cancellationToken = default) =>
        http.GetAsync(Path("/v1/quality", symbol, horizon), ContractJson.Default.QualityDocument, cancellationToken);

    /// <summary>The sessions of a year, and what the lake holds of each.</summary>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="horizon">1, 5, 10 or 22 sessions ahead: a series of the target that is served.</param>
    /// <param name="year">The calendar year; null for that of the newest session.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<SessionsDocument>> GetSessionsAsync(
        string? symbol = null, int horizon = DefaultHorizon, int? year = null, CancellationToken cancellationToken = default) =>
        http.GetAsync(Path("/v1/sessions", symbol, horizon, ("year", Text(year))), ContractJson.Default.SessionsDocument,
            cancellationToken);

    /// <summary>The rows that validation has refused, with their reasons.</summary>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="limit">At most so many; 1 to 1,000.</param>
    /// <param name="offset">How many rows to skip.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<QuarantineDocument>> GetQuarantineAsync(
        string? symbol = null, int limit = 100, int offset = 0, CancellationToken cancellationToken = default) =>
        http.GetAsync(Path("/v1/quarantine", symbol, horizon: null, ("limit", Text(limit)), ("offset", Text(offset))),
            ContractJson.Default.QuarantineDocument, cancellationToken);

    /// <summary>The stored live forecasts compared with their outcomes.</summary>
    public Task<VolcastResponse<TrackRecordDocument>> GetTrackRecordAsync(
        string? symbol = null, int horizon = DefaultHorizon, CancellationToken cancellationToken = default) =>
        http.GetAsync(Path("/v1/track-record", symbol, horizon), ContractJson.Default.TrackRecordDocument, cancellationToken);

    /// <summary>The newest checks of a target, or their history.</summary>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="filter">Which checks; null for the newest session's.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<MonitoringDocument>> GetMonitoringAsync(
        string? symbol = null, MonitoringFilter? filter = null, CancellationToken cancellationToken = default) =>
        http.GetAsync(
            Path("/v1/monitoring", symbol, filter?.Horizon, ("kind", filter?.Kind), ("check", filter?.Check),
                ("subject", filter?.Subject), ("from", Text(filter?.From)), ("to", Text(filter?.To)),
                ("limit", Text(filter?.Limit))),
            ContractJson.Default.MonitoringDocument, cancellationToken);

    /// <summary>The drift of the target's features on the newest session that was checked, ranked by loss impact.</summary>
    /// <param name="symbol">The target's ticker; null for the service's default, SPY if it is served.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<VolcastResponse<DriftDocument>> GetDriftAsync(
        string? symbol = null, CancellationToken cancellationToken = default) =>
        http.GetAsync(Path("/v1/monitoring/drift", symbol, null), ContractJson.Default.DriftDocument, cancellationToken);

    /// <summary>Whether the service can serve; also while it starts.</summary>
    public Task<HealthDocument> GetHealthAsync(CancellationToken cancellationToken = default) =>
        http.GetHealthAsync(cancellationToken);

    /// <summary>Closes the connections.</summary>
    public void Dispose() => http.Dispose();

    private static string Path(
        string route, string? symbol, int? horizon, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = new List<string>();
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
            [("symbol", symbol), ("horizon", Text(horizon)), .. parameters])
            if (value is not null)
                query.Add($"{name}={Uri.EscapeDataString(value)}");
        return query.Count == 0 ? route : $"{route}?{string.Join('&', query)}";
    }

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Text(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture);
}
