namespace Volcast.ApiContract.Monitoring;

/// <summary>The drift of a target's features on the newest session that was checked: <c>GET /v1/monitoring/drift</c>.</summary>
public sealed record DriftDocument
{
    /// <summary>The target.</summary>
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED.</summary>
    public required string DataKind { get; init; }

    /// <summary>The newest session that was checked; null if there is none.</summary>
    public required DateOnly? Session { get; init; }

    /// <summary>The largest loss impact first.</summary>
    public required IReadOnlyList<FeatureDriftDocument> Features { get; init; }
}

/// <summary>How far the newest values of a feature lie from those before, and how much that can have touched the
/// loss.</summary>
public sealed record FeatureDriftDocument
{
    /// <summary>A column of <c>features.L1</c>.</summary>
    public required string Feature { get; init; }

    /// <summary>The feature in words.</summary>
    public required string Label { get; init; }

    /// <summary><c>ok</c>, <c>warning</c>, <c>failed</c>, or <c>insufficient</c> where there is too little data.</summary>
    public required string Status { get; init; }

    /// <summary>The normed Wasserstein distance of the two, in standard deviations of the reference; null if there is
    /// none.</summary>
    public required double? Distance { get; init; }

    /// <summary>The mean absolute contribution of the feature to the newest forecasts, in log variance; 0 if no model reads the
    /// feature, null if no forecast is stored.</summary>
    public required double? MeanAbsoluteContribution { get; init; }

    /// <summary>Sessions ahead of the model in which the contribution is largest; null if no model reads the feature.</summary>
    public required int? Horizon { get; init; }

    /// <summary>Distance times contribution. It ranks which change can have touched the loss, and is no measured loss. Null where
    /// one of the two is.</summary>
    public required double? LossImpact { get; init; }

    /// <summary>The histograms then and now; null if there are too few values, or if all are equal.</summary>
    public required DistributionDocument? Distribution { get; init; }
}

/// <summary>Two histograms over the same bins of equal width.</summary>
public sealed record DistributionDocument
{
    /// <summary>The lower edge of the first bin, in the unit of the feature.</summary>
    public required double Least { get; init; }

    /// <summary>The upper edge of the last bin.</summary>
    public required double Most { get; init; }

    /// <summary>The number of values before the newest window.</summary>
    public required int ReferenceSessions { get; init; }

    /// <summary>The share of the values before the window in each bin, from 0 to 1.</summary>
    public required IReadOnlyList<double> ReferenceShares { get; init; }

    /// <summary>The number of the newest values.</summary>
    public required int WindowSessions { get; init; }

    /// <summary>The share of the newest values in each bin, from 0 to 1.</summary>
    public required IReadOnlyList<double> WindowShares { get; init; }
}
