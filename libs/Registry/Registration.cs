namespace Volcast.Registry;

/// <summary>All that is registered of one training: its run, its model folder and how the version is to be known.</summary>
public sealed record Registration
{
    /// <summary>Where among a run's artifacts its model folder is.</summary>
    public const string ModelPath = "model";

    /// <summary>The registered model's name; created when it does not exist.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// The digest of recipe, input data and seed, hexadecimal. A model gets one version per digest: the same training again
    /// registers nothing.
    /// </summary>
    public required string TrainingDigest { get; init; }

    /// <summary>The finished run; its end time becomes the version's time.</summary>
    public required Run Run { get; init; }

    /// <summary>What is needed to forecast; kept as the run's artifact <c>model/</c> with its checksums.</summary>
    public required ArtifactFolder ModelFolder { get; init; }

    /// <summary>Further artifacts of the run, beside <c>model/</c>: evidence, reports.</summary>
    public ArtifactFolder Artifacts { get; init; } = ArtifactFolder.Empty;

    /// <summary>Further tags of the version.</summary>
    public IReadOnlyDictionary<string, string> VersionTags { get; init; } = new Dictionary<string, string>();

    /// <summary>Aliases to point at the new version, set last. One that already names a newer version stays.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>The version that a <see cref="Registration"/> led to.</summary>
/// <param name="Version">The new version, or the one that this training had made before.</param>
/// <param name="Created">Whether it is new.</param>
public sealed record RegistrationResult(ModelVersion Version, bool Created);
