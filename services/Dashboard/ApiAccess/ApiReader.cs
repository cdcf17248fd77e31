using System.Globalization;
using Volcast.ApiContract.Client;
using Volcast.ApiContract.Data;
using Volcast.ApiContract.Explanations;
using Volcast.ApiContract.Forecasts;
using Volcast.ApiContract.Models;
using Volcast.ApiContract.Monitoring;
using Volcast.ApiContract.Targets;

namespace Volcast.Services.Dashboard.ApiAccess;

/// <summary>The documents of one symbol and horizon that pages read.</summary>
/// <param name="session">The person's access.</param>
/// <param name="symbol">The target; null for the API's default.</param>
/// <param name="horizon">Sessions ahead.</param>
/// <param name="stop">Cancels the requests.</param>
/// <param name="notes">Collects what becomes of the requests; null for a new one.</param>
internal sealed class ApiReader(
    ApiSession session, string? symbol, int horizon, CancellationToken stop, ApiNotes? notes = null)
{

    /// <summary>The documents of the same symbol at another horizon; what becomes of their requests counts here too.</summary>
    public ApiReader At(int other) => new(session, symbol, other, stop, Notes);

    /// <summary>The documents of another symbol at the same horizon; what becomes of their requests counts here too.</summary>
    public ApiReader For(string other) => new(session, other, horizon, stop, Notes);

    /// <param name="filter">Which origins.</param>
    public Task<ApiAnswer<HistoryDocument>> HistoryAsync(HistoryFilter filter) =>
        ReadAsync(Name("history", filter), (api, token) => api.GetHistoryAsync(symbol, horizon, filter, token), stop);

    /// <summary>This target's line of the watchlist.</summary>
    public Task<ApiAnswer<TargetsDocument>> TargetAsync() =>
        ReadAsync(Name("target"), (api, token) => api.GetTargetsAsync(symbol, horizon, 1, 0, token), stop);

    /// <summary>A page of the watchlist at this horizon.</summary>
    public Task<ApiAnswer<TargetsDocument>> TargetsAsync(int limit, int offset) => ReadAsync(
        string.Create(CultureInfo.InvariantCulture, $"targets/{horizon}/{limit}/{offset}"),
        (api, token) => api.GetTargetsAsync(null, horizon, limit, offset, token), stop);

    /// <summary>How the serving version explains the newest 260 origins.</summary>
    public Task<ApiAnswer<AttributionDocument>> AttributionAsync() => ReadAsync(Name("attribution"),
        (api, token) => api.GetAttributionAsync(symbol, horizon, null, null, false, token), stop);

    /// <summary>The model card of a version, as Markdown.</summary>
    public Task<ApiAnswer<string>> CardAsync(string version) =>
        ReadAsync(Name("card", version), (api, token) => api.GetModelCardAsync(version, symbol, horizon, token), stop);

    /// <summary>The models of every served target; refused where there are too many to list.</summary>
    public Task<ApiAnswer<ModelsDocument>> AllModelsAsync() =>
        ReadAsync("models", (api, token) => api.GetModelsAsync(cancellationToken: token), stop);

    public Task<ApiAnswer<ModelsDocument>> ModelsAsync() =>
        ReadAsync(Name("models"), (api, token) => api.GetModelsAsync(symbol, horizon, token), stop);

    /// <param name="above">A volatility in percent points, whose probability of being exceeded is wanted too.</param>
    public Task<ApiAnswer<ForecastDocument>> ForecastAsync(double? above = null) =>
        ReadAsync(Name("forecast", above), (api, token) => api.GetLatestForecastAsync(symbol, horizon, above, token), stop);

    public Task<ApiAnswer<TermStructureDocument>> TermStructureAsync() =>
        ReadAsync(Name("term"), (api, token) => api.GetTermStructureAsync(symbol, token), stop);

    public Task<ApiAnswer<ForecastListDocument>> ForecastsAsync(ForecastFilter filter) =>
        ReadAsync(Name("forecasts", filter), (api, token) => api.GetForecastsAsync(symbol, horizon, filter, token), stop);

    /// <param name="origin">Null for the newest.</param>
    /// <param name="since">Also what changed since an earlier origin: <c>previous</c> or a day; null for nothing.</param>
    public Task<ApiAnswer<ExplainedForecastDocument>> ExplanationAsync(DateOnly? origin = null, string? since = null) =>
        ReadAsync(Name($"explanation/{since}", origin),
            (api, token) => api.GetExplanationAsync(symbol, horizon, origin, since, token), stop);

    public Task<ApiAnswer<FeaturesDocument>> FeaturesAsync() =>
        ReadAsync(Name("features"), (api, token) => api.GetFeaturesAsync(symbol, horizon, null, token), stop);

    public Task<ApiAnswer<MarketDocument>> MarketAsync() =>
        ReadAsync(Name("market"), (api, token) => api.GetMarketAsync(symbol, horizon, null, token), stop);

    public Task<ApiAnswer<TrackRecordDocument>> TrackRecordAsync() =>
        ReadAsync(Name("record"), (api, token) => api.GetTrackRecordAsync(symbol, horizon, token), stop);

    public Task<ApiAnswer<EvidenceDocument>> EvidenceAsync(string version) =>
        ReadAsync(
            Name("evidence", version), (api, token) => api.GetEvidenceAsync(version, symbol, horizon, token), stop);

    public Task<ApiAnswer<MonitoringDocument>> MonitoringAsync(MonitoringFilter? filter = null) =>
        ReadAsync(Name("monitoring", filter), (api, token) => api.GetMonitoringAsync(symbol, filter, token), stop);

    /// <inheritdoc cref="ApiNotes"/>
    public ApiNotes Notes { get; } = notes ?? new();

    private async Task<ApiAnswer<T>> ReadAsync<T>(
        string name, Func<VolcastClient, CancellationToken, Task<VolcastResponse<T>>> ask, CancellationToken token)
        where T : class
    {
        var answer = await session.ReadAsync(name, ask, token);
        Notes.Add(answer);
        return answer;
    }

    private string Name(string request, object? parameter = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{request}/{symbol}/{horizon}/{parameter}");
}
