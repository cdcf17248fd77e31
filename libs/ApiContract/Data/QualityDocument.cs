namespace Volcast.ApiContract.Data;

/// <summary>The state of the data behind a target's forecasts.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="DataKind">REAL or SIMULATED.</param>
/// <param name="NewestSettled">The newest session that has settled by the clock.</param>
/// <param name="SessionsBehind">Settled sessions that the lake does not hold yet.</param>
/// <param name="Series">Each symbol's bars.</param>
public sealed record QualityDocument(
    string Symbol, string DataKind, DateOnly NewestSettled, int SessionsBehind, IReadOnlyList<SeriesQualityDocument> Series);

/// <summary>The state of one symbol's bars.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="BarCount">Number of bars.</param>
/// <param name="First">The first session.</param>
/// <param name="Last">The last session.</param>
/// <param name="MissingSessions">Sessions between them without a bar.</param>
/// <param name="NewestMissing">The newest session without a bar; null where none is missing.</param>
/// <param name="RefusedRows">Rows that validation has refused so far.</param>
/// <param name="HarmlessRows">Rows with a harmless defect, such as an impossible bar of an index, of which the close is
/// used.</param>
/// <param name="ManifestDigest">SHA-256 that identifies this state of the table.</param>
public sealed record SeriesQualityDocument(
    string Symbol, int BarCount, DateOnly First, DateOnly Last, int MissingSessions, DateOnly? NewestMissing,
    int RefusedRows, int HarmlessRows, string ManifestDigest);
