namespace Volcast.Services.Api.Data;

/// <summary>What was known of a target at a session's settlement.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="Market">REAL or SIMULATED.</param>
/// <param name="Session">The session.</param>
/// <param name="Features">Of both tables, in their order.</param>
internal sealed record FeaturesDocument(string Symbol, string Market, DateOnly Session, IReadOnlyList<FeatureDocument> Features);

/// <summary>One feature at one session.</summary>
/// <param name="Name">Of its column.</param>
/// <param name="Table">features.L1 or features.L2.</param>
/// <param name="Family">Recent volatility, implied volatility, leverage or cross-asset.</param>
/// <param name="Unit">Of the value; decimals are never percent.</param>
/// <param name="Value">Null where it is absent, as during warm-up.</param>
/// <param name="Words">Name and value as a person says them; null where it is absent.</param>
/// <param name="IsInput">Whether the model in charge reads it.</param>
internal sealed record FeatureDocument(
    string Name, string Table, string Family, string Unit, double? Value, string? Words, bool IsInput);

/// <summary>The settled bars of one session.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="Market">REAL or SIMULATED.</param>
/// <param name="Session">The session.</param>
/// <param name="Bars">Of the target and the symbols beside it; a symbol without a bar of that session is not there.</param>
internal sealed record MarketDocument(string Symbol, string Market, DateOnly Session, IReadOnlyList<BarDocument> Bars);

/// <summary>One settled bar.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="Open">First price; null where it is absent, as high and low may be.</param>
/// <param name="High">Highest.</param>
/// <param name="Low">Lowest.</param>
/// <param name="Close">Last.</param>
/// <param name="Volume">Shares; null for an index.</param>
/// <param name="Dividend">With this ex-date.</param>
/// <param name="SplitRatio">New shares for one old.</param>
/// <param name="LogReturn">Of the total return into the session, decimal; null on the first.</param>
/// <param name="SessionsSpanned">Sessions that the return covers: more than 1 bridges a hole.</param>
internal sealed record BarDocument(
    string Symbol, double? Open, double? High, double? Low, double Close, long? Volume, double Dividend, double SplitRatio,
    double? LogReturn, long SessionsSpanned);

/// <summary>How sound the data are that the forecasts stand on.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="Market">REAL or SIMULATED.</param>
/// <param name="NewestSettled">The session that should be the newest.</param>
/// <param name="SessionsBehind">Settled sessions that the lake lacks.</param>
/// <param name="Series">Each symbol's bars.</param>
internal sealed record QualityDocument(
    string Symbol, string Market, DateOnly NewestSettled, int SessionsBehind, IReadOnlyList<SeriesQuality> Series);

/// <summary>How sound one symbol's bars are.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="Bars">How many.</param>
/// <param name="First">The first session.</param>
/// <param name="Last">The last session.</param>
/// <param name="MissingSessions">Sessions between them without a bar.</param>
/// <param name="NewestMissing">The newest of these; null where none is missing.</param>
/// <param name="QuarantinedRows">Rows that were ever refused, wholly or in part.</param>
/// <param name="ManifestDigest">Names this state of the table.</param>
internal sealed record SeriesQuality(
    string Symbol, int Bars, DateOnly First, DateOnly Last, int MissingSessions, DateOnly? NewestMissing, int QuarantinedRows,
    string ManifestDigest);

/// <summary>The track record: stored live forecasts beside what came. Backfilled, shadow and provisional ones never count.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="Market">REAL or SIMULATED.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="LiveForecasts">Stored.</param>
/// <param name="Outcomes">Of these, with all sessions realised.</param>
/// <param name="Versions">Each version's record, the newest first.</param>
internal sealed record MonitoringDocument(
    string Symbol, string Market, int Horizon, int LiveForecasts, int Outcomes, IReadOnlyList<TrackRecord> Versions);

/// <summary>How one version did.</summary>
/// <param name="ModelVersion">The version.</param>
/// <param name="Outcomes">Forecasts whose outcome is known.</param>
/// <param name="First">The first such origin.</param>
/// <param name="Last">The last such origin.</param>
/// <param name="Qlike">Mean loss.</param>
/// <param name="QlikeOfImplied">Mean loss of the implied variance itself on the same origins; null where it is absent.</param>
/// <param name="Coverage80">Share of outcomes inside the 80 % interval; null where there is none.</param>
/// <param name="Coverage95">The same of the 95 % interval.</param>
internal sealed record TrackRecord(
    string ModelVersion, int Outcomes, DateOnly First, DateOnly Last, double Qlike, double? QlikeOfImplied, double? Coverage80,
    double? Coverage95);
