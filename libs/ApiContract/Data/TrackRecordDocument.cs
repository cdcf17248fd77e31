using System.Text.Json.Serialization;

namespace Volcast.ApiContract.Data;

/// <summary>Stored live forecasts compared with their outcomes. Backfilled, shadow and provisional forecasts never
/// count.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="DataKind">REAL or SIMULATED.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="LiveForecasts">Number of stored live forecasts.</param>
/// <param name="Outcomes">How many of them have a known outcome.</param>
/// <param name="Versions">The record of each version, the newest first.</param>
public sealed record TrackRecordDocument(
    string Symbol, string DataKind, int Horizon, int LiveForecasts, int Outcomes,
    IReadOnlyList<VersionTrackRecordDocument> Versions);

/// <summary>The record of one version.</summary>
/// <param name="ModelVersion">The version.</param>
/// <param name="Outcomes">Forecasts with a known outcome.</param>
/// <param name="First">The first origin of these.</param>
/// <param name="Last">The last origin of these.</param>
/// <param name="Qlike">Mean QLIKE loss of the forecast variance.</param>
/// <param name="ImpliedQlike">Mean QLIKE loss of the implied variance on the same origins; null where it is missing on
/// any.</param>
/// <param name="Coverage80">Share of outcomes inside the 80 % interval, 0 to 1; null where no forecast has one.</param>
/// <param name="Coverage95">Share of outcomes inside the 95 % interval, 0 to 1; null where no forecast has one.</param>
public sealed record VersionTrackRecordDocument(
    int ModelVersion, int Outcomes, DateOnly First, DateOnly Last, double Qlike, double? ImpliedQlike,
    [property: JsonPropertyName("coverage_80")] double? Coverage80,
    [property: JsonPropertyName("coverage_95")] double? Coverage95);
