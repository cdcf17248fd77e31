namespace Volcast.Registry;

/// <summary>A training to register: its run, its model folder, and the tags and aliases of the version.</summary>
public sealed record Registration
{
    /// <summary>The path of the model folder among a run's artifacts.</summary>
    public const string ModelPath = "model";

    /// <summary>The path of the walk-forward among a run's artifacts.</summary>
    public const string WalkForwardPath = "evidence/walk_forward.csv";

    /// <summary>Whether a path among a run's artifacts is the model folder or in it; a folder's path ends with a
    /// slash.</summary>
    public static bool IsOfModel(string path) => path.StartsWith(ModelPath + "/", StringComparison.Ordinal);

    /// <summary>The registered model's name; the model is created if it does not exist.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// The hexadecimal digest of recipe, input data and random seed. A model has one version for each digest: registering the
    /// same training again adds none.
    /// </summary>
    public required string TrainingDigest { get; init; }

    /// <summary>The finished run; its end time becomes the version's time.</summary>
    public required Run Run { get; init; }

    /// <summary>The files that a forecast needs; stored as the run's artifact <c>model/</c> with checksums.</summary>
    public required ArtifactFolder ModelFolder { get; init; }

    /// <summary>Further artifacts of the run, next to <c>model/</c>: evidence, reports.</summary>
    public ArtifactFolder Artifacts { get; init; } = ArtifactFolder.Empty;

    /// <summary>Further tags of the version.</summary>
    public IReadOnlyDictionary<string, string> VersionTags { get; init; } = new Dictionary<string, string>();

    /// <summary>Aliases of the new version, set last. An alias that already names a newer version is not moved.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>The version of a <see cref="Registration"/>.</summary>
/// <param name="Version">The new version, or the earlier version of the same training.</param>
/// <param name="Created">Whether it is new.</param>
public sealed record RegistrationResult(ModelVersion Version, bool Created);
