namespace Volcast.Registry;

/// <summary>One version of a registered model.</summary>
public sealed record ModelVersion
{
    /// <summary>The registered model's name: see <see cref="ModelName"/>.</summary>
    public required string Model { get; init; }

    /// <summary>1 for the first. A number is never used twice, not even after a deletion.</summary>
    public required int Number { get; init; }

    /// <summary>The time of registration, to the millisecond.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The run that trained it; empty for a version without a run, which only other tools register.</summary>
    public required string RunId { get; init; }

    /// <summary>The URI of its folder at registration. The folder may have moved: read it through the registry.</summary>
    public required string Source { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Whether another tool registered it: it has no digest of its model folder, so its files cannot be
    /// verified.</summary>
    public bool IsForeign => !Tags.ContainsKey(RegistryTags.ArtifactDigest);

    /// <summary>In ordinal order.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>The day in a tag; null without the tag, or if it holds something else.</summary>
    public DateOnly? Day(string tag) => StoredText.Day(Tags.GetValueOrDefault(tag));

    /// <summary>The whole number in a tag; null without the tag, or if it holds something else.</summary>
    public int? Count(string tag) => StoredText.Count(Tags.GetValueOrDefault(tag));

    /// <summary>MLflow's short form, <c>volcast-SPY-5d/3</c>.</summary>
    public override string ToString() => $"{Model}/{Number}";
}
