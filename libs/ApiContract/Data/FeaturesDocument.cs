namespace Volcast.ApiContract.Data;

/// <summary>What was known of a target when a session had settled.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="DataKind">REAL or SIMULATED.</param>
/// <param name="Session">The session.</param>
/// <param name="Features">The features of features.L1, then those of features.L2, in the order of their columns.</param>
public sealed record FeaturesDocument(string Symbol, string DataKind, DateOnly Session, IReadOnlyList<FeatureDocument> Features);

/// <summary>One feature at one session.</summary>
/// <param name="Feature">The name of its column.</param>
/// <param name="Table">features.L1 or features.L2.</param>
/// <param name="Family">Recent volatility, implied volatility, leverage or cross-asset.</param>
/// <param name="Unit">The unit of the value; decimals are never percent.</param>
/// <param name="Value">Null where it is missing, as during warm-up.</param>
/// <param name="Description">Name and value in words; null where the value is missing.</param>
/// <param name="IsInput">Whether the serving version reads it.</param>
public sealed record FeatureDocument(
    string Feature, string Table, string Family, string Unit, double? Value, string? Description, bool IsInput);
