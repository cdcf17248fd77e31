using System.Text.Json.Serialization;

namespace Volcast.ApiContract.Data;

/// <summary>Stored live forecasts compared with their outcomes. Backfilled, shadow and provisional forecasts never
/// count.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="DataKind">REAL or SIMULATED.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="LiveForecasts">Origins with a stored live forecast.</param>
/// <param name="Outcomes">How many of them have a known outcome.</param>
/// <param name="All">The record of all versions together, which a promotion does not begin anew. An origin counts once: where two
/// versions forecast from it, as on the day of a promotion, the newer one counts. Null before the first outcome.</param>
/// <param name="Versions">The record of each version, the newest first.</param>
public sealed record TrackRecordDocument(
    string Symbol, string DataKind, int Horizon, int LiveForecasts, int Outcomes, VersionTrackRecordDocument? All,
    IReadOnlyList<VersionTrackRecordDocument> Versions);

/// <summary>The record of one version, or of all together.</summary>
/// <param name="ModelVersion">The version; null for all together.</param>
/// <param name="Outcomes">Forecasts with a known outcome.</param>
/// <param name="First">The first origin of these.</param>
/// <param name="Last">The last origin of these.</param>
/// <param name="Qlike">Mean QLIKE loss of the forecast variance.</param>
/// <param name="ImpliedQlike">Mean QLIKE loss of the implied variance on the same origins; null where it is missing on
/// any.</param>
/// <param name="Coverage80">Share of outcomes inside the 80 % interval, 0 to 1; null where no forecast has one.</param>
/// <param name="Coverage95">Share of outcomes inside the 95 % interval, 0 to 1; null where no forecast has one.</param>
/// <param name="TailHits">The losses that exceeded the value at risk, for one session and for the horizon, each at confidence .95
/// and .99; empty where no forecast has one.</param>
/// <param name="TrafficLight">Of the newest forecasts; null where none has a value at risk.</param>
public sealed record VersionTrackRecordDocument(
    int? ModelVersion, int Outcomes, DateOnly First, DateOnly Last, double Qlike, double? ImpliedQlike,
    [property: JsonPropertyName("coverage_80")] double? Coverage80,
    [property: JsonPropertyName("coverage_95")] double? Coverage95,
    IReadOnlyList<TailHitsDocument> TailHits, TrafficLightDocument? TrafficLight);

/// <summary>How many losses exceeded a value at risk. Over several sessions the outcomes overlap, so their hits come in
/// runs.</summary>
/// <param name="Sessions">Over how many sessions the loss is summed.</param>
/// <param name="Confidence">.95 or .99.</param>
/// <param name="Outcomes">Forecasts with a value at risk and a known outcome.</param>
/// <param name="ExpectedHits">(1 − confidence) times the outcomes.</param>
/// <param name="Hits">The losses that exceeded the value at risk.</param>
public sealed record TailHitsDocument(int Sessions, double Confidence, int Outcomes, double ExpectedHits, int Hits);

/// <summary>The traffic light of the Basel Committee (1996) for the value at risk of one session at confidence .99.</summary>
/// <param name="Sessions">The newest sessions that count: 250, or fewer if there are fewer outcomes.</param>
/// <param name="ExpectedHits">One in a hundred of them.</param>
/// <param name="Hits">The losses that exceeded the value at risk.</param>
/// <param name="Zone">green, yellow or red: up to 4, 5 to 9, and 10 or more of 250; for fewer sessions by the binomial
/// distribution.</param>
public sealed record TrafficLightDocument(int Sessions, double ExpectedHits, int Hits, string Zone);
