using System.Globalization;
using Volcast.ApiContract.Client;
using Volcast.ApiContract.Data;
using Volcast.ApiContract.Explanations;
using Volcast.ApiContract.Forecasts;
using Volcast.ApiContract.Models;
using Volcast.ApiContract.Monitoring;
using Volcast.ApiContract.Scenarios;
using Volcast.ApiContract.Targets;
using Volcast.Services.Dashboard.Pages;
using Volcast.Services.Dashboard.SignIn;

namespace Volcast.Services.Dashboard.ApiAccess;

/// <summary>The documents of one symbol and horizon that pages read.</summary>
/// <param name="requests">Sends the requests.</param>
/// <param name="symbol">The target; null for the API's default.</param>
/// <param name="horizon">Sessions ahead.</param>
/// <param name="notes">Collects what becomes of the requests; null for a new one.</param>
internal sealed class ApiReader(ApiRequests requests, string? symbol, int horizon, ApiNotes? notes = null)
{
    /// <summary>The documents that a request of a browser is about, read with the key of the person who is signed in, or else with
    /// that of the dashboard.</summary>
    public static ApiReader Of(HttpContext context, ApiSessions sessions, DashboardOptions options, PageRequest request) => new(
        new(sessions.For(KeyCookie.KeyOf(context) ?? options.Key), context.RequestAborted), request.Symbol, request.Horizon);

    /// <summary>The documents of the same symbol at another horizon; what becomes of their requests counts here too.</summary>
    public ApiReader At(int other) => new(requests, symbol, other, Notes);

    /// <summary>The documents of another symbol at the same horizon; what becomes of their requests counts here too.</summary>
    public ApiReader For(string other) => new(requests, other, horizon, Notes);

    /// <summary>The same documents; what becomes of their requests does not count here.</summary>
    public ApiReader Apart() => new(requests, symbol, horizon);

    /// <param name="filter">Which origins.</param>
    public Task<ApiAnswer<HistoryDocument>> HistoryAsync(HistoryFilter filter) =>
        ReadAsync(Name("history", filter), (api, token) => api.GetHistoryAsync(symbol, horizon, filter, token));

    /// <summary>This target's line of the watchlist.</summary>
    public Task<ApiAnswer<TargetsDocument>> TargetAsync() =>
        ReadAsync(Name("target"), (api, token) => api.GetTargetsAsync(symbol, horizon, 1, 0, token));

    /// <summary>A page of the watchlist at this horizon.</summary>
    public Task<ApiAnswer<TargetsDocument>> TargetsAsync(int limit, int offset) => ReadAsync(
        string.Create(CultureInfo.InvariantCulture, $"targets/{horizon}/{limit}/{offset}"),
        (api, token) => api.GetTargetsAsync(null, horizon, limit, offset, token));

    /// <summary>How the serving version explains the newest 260 origins.</summary>
    public Task<ApiAnswer<AttributionDocument>> AttributionAsync() => ReadAsync(Name("attribution"),
        (api, token) => api.GetAttributionAsync(symbol, horizon, null, null, false, token));

    /// <summary>The model card of a version, as Markdown.</summary>
    public Task<ApiAnswer<string>> CardAsync(string version) =>
        ReadAsync(Name("card", version), (api, token) => api.GetModelCardAsync(version, symbol, horizon, token));

    /// <summary>The models of every served target; refused where there are too many to list.</summary>
    public Task<ApiAnswer<ModelsDocument>> AllModelsAsync() =>
        ReadAsync("models", (api, token) => api.GetModelsAsync(cancellationToken: token));

    public Task<ApiAnswer<ModelsDocument>> ModelsAsync() =>
        ReadAsync(Name("models"), (api, token) => api.GetModelsAsync(symbol, horizon, token));

    /// <param name="above">A volatility in percent points, whose probability of being exceeded is wanted too.</param>
    public Task<ApiAnswer<ForecastDocument>> ForecastAsync(double? above = null) =>
        ReadAsync(Name("forecast", above), (api, token) => api.GetLatestForecastAsync(symbol, horizon, above, token));

    public Task<ApiAnswer<TermStructureDocument>> TermStructureAsync() =>
        ReadAsync(Name("term"), (api, token) => api.GetTermStructureAsync(symbol, token));

    public Task<ApiAnswer<ForecastListDocument>> ForecastsAsync(ForecastFilter filter) =>
        ReadAsync(Name("forecasts", filter), (api, token) => api.GetForecastsAsync(symbol, horizon, filter, token));

    /// <param name="origin">Null for the newest.</param>
    /// <param name="since">Also what changed since an earlier origin: <c>previous</c> or a day; null for nothing.</param>
    public Task<ApiAnswer<ExplainedForecastDocument>> ExplanationAsync(DateOnly? origin = null, string? since = null) =>
        ReadAsync(Name($"explanation/{since}", origin),
            (api, token) => api.GetExplanationAsync(symbol, horizon, origin, since, token));

    /// <param name="session">Null for the newest.</param>
    public Task<ApiAnswer<FeaturesDocument>> FeaturesAsync(DateOnly? session = null) =>
        ReadAsync(Name("features", session), (api, token) => api.GetFeaturesAsync(symbol, horizon, session, token));

    public Task<ApiAnswer<QualityDocument>> QualityAsync() =>
        ReadAsync(Name("quality"), (api, token) => api.GetQualityAsync(symbol, horizon, token));

    /// <param name="year">Null for that of the newest settled session.</param>
    public Task<ApiAnswer<SessionsDocument>> SessionsAsync(int? year) =>
        ReadAsync(Name("sessions", year), (api, token) => api.GetSessionsAsync(symbol, horizon, year, token));

    /// <summary>A hundred refused rows.</summary>
    /// <param name="offset">How many rows precede them.</param>
    public Task<ApiAnswer<QuarantineDocument>> QuarantineAsync(int offset) => ReadAsync(Name("quarantine", offset),
        (api, token) => api.GetQuarantineAsync(symbol, offset: offset, cancellationToken: token));

    /// <param name="session">Null for the newest.</param>
    public Task<ApiAnswer<MarketDocument>> MarketAsync(DateOnly? session = null) =>
        ReadAsync(Name("market", session), (api, token) => api.GetMarketAsync(symbol, horizon, session, token));

    /// <param name="bars">The hypothetical session: a bar for each symbol.</param>
    public Task<ApiAnswer<ScenarioDocument>> ScenarioAsync(IReadOnlyDictionary<string, ScenarioBarDocument> bars) => ReadAsync(
        Name("scenario", string.Join(';', bars)),
        async (api, token) => new VolcastResponse<ScenarioDocument>(
            await api.RunScenarioAsync(bars, symbol, horizon, token), IsUnchanged: false, StaleReason: null, Age: null));

    /// <param name="holdsCompanions">Whether the other symbols keep their prices.</param>
    public Task<ApiAnswer<NewsImpactDocument>> NewsImpactAsync(bool holdsCompanions) => ReadAsync(
        Name("news-impact", holdsCompanions),
        (api, token) => api.GetNewsImpactAsync(symbol, horizon, holdsCompanions ? "hold" : null, token));

    public Task<ApiAnswer<TrackRecordDocument>> TrackRecordAsync() =>
        ReadAsync(Name("record"), (api, token) => api.GetTrackRecordAsync(symbol, horizon, token));

    public Task<ApiAnswer<EvidenceDocument>> EvidenceAsync(string version) =>
        ReadAsync(
            Name("evidence", version), (api, token) => api.GetEvidenceAsync(version, symbol, horizon, token));

    /// <param name="version">A number, champion, challenger or serving.</param>
    /// <param name="benchmark">A model of the walk-forward; null for the benchmark of its scores.</param>
    public Task<ApiAnswer<WalkForwardDocument>> WalkForwardAsync(string version, string? benchmark) => ReadAsync(
        Name("walk-forward", (version, benchmark)),
        (api, token) => api.GetWalkForwardAsync(version, symbol, horizon, null, benchmark, token));

    public Task<ApiAnswer<MonitoringDocument>> MonitoringAsync(MonitoringFilter? filter = null) =>
        ReadAsync(Name("monitoring", filter), (api, token) => api.GetMonitoringAsync(symbol, filter, token));

    public Task<ApiAnswer<DriftDocument>> DriftAsync() =>
        ReadAsync(Name("drift"), (api, token) => api.GetDriftAsync(symbol, token));

    /// <inheritdoc cref="ApiNotes"/>
    public ApiNotes Notes { get; } = notes ?? new();

    private async Task<ApiAnswer<T>> ReadAsync<T>(
        string name, Func<VolcastClient, CancellationToken, Task<VolcastResponse<T>>> ask) where T : class
    {
        var answer = await requests.ReadAsync(name, ask);
        Notes.Add(answer);
        return answer;
    }

    private string Name(string request, object? parameter = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{request}/{symbol}/{horizon}/{parameter}");
}
