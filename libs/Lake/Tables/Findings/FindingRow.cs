namespace Volcast.Lake.Tables;

/// <summary>Whether a finding still needs a person.</summary>
public enum FindingStatus
{
    /// <summary>Nobody has looked at it.</summary>
    Open,

    /// <summary>A person has accepted the vendor's numbers.</summary>
    Accepted,
}

/// <summary>One finding about one session of a symbol's data.</summary>
public sealed record FindingRow
{
    /// <summary>The session; the first one if several are concerned.</summary>
    public required DateOnly Session { get; init; }

    public required FindingKind Kind { get; init; }

    /// <summary>What was found, with the numbers, in one sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>Whether the numbers are kept out of <c>curated.market</c> until the finding is accepted.</summary>
    public required bool IsWithheld { get; init; }

    public FindingStatus Status { get; init; } = FindingStatus.Open;

    /// <summary>Why it was accepted; null while it is open.</summary>
    public string? Reason { get; init; }

    /// <summary>The person or service that accepted it; null while it is open.</summary>
    public string? AcceptedBy { get; init; }

    /// <summary>Whether the finding concerns the whole series: then an acceptance holds for every session.</summary>
    public bool IsOfSeries => IsSeriesKind(Kind);

    /// <inheritdoc cref="IsOfSeries"/>
    public static bool IsSeriesKind(FindingKind kind) =>
        kind is FindingKind.NoRange or FindingKind.ShortHistory or FindingKind.Currency or FindingKind.SameSeries
            or FindingKind.SeriesReplaced;
}
