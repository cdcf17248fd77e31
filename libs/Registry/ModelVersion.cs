namespace Volcast.Registry;

/// <summary>One version of a registered model.</summary>
public sealed record ModelVersion
{
    /// <summary>The registered model's name: see <see cref="ModelName"/>.</summary>
    public required string Model { get; init; }

    /// <summary>1 for the first; a number is never given twice, also not after a deletion.</summary>
    public required int Number { get; init; }

    /// <summary>When it was registered, to the millisecond.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The run that made it.</summary>
    public required string RunId { get; init; }

    /// <summary>The URI of its folder when it was registered. It may have moved since: read it through the registry.</summary>
    public required string Source { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>In ordinal order.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>MLflow's short form, <c>volcast-SPY-5d/3</c>.</summary>
    public override string ToString() => $"{Model}/{Number}";
}
