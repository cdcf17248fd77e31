namespace Volcast.Registry;

/// <summary>The tags and aliases that mean something to Volcast; any other may be added.</summary>
public static class RegistryTags
{
    /// <summary>On a version and its run: the digest of recipe, input data and seed. One version of a model bears each.</summary>
    public const string TrainingDigest = "volcast.training_digest";

    /// <summary>On a version: <see cref="ArtifactFolder.Digest"/> of its model folder, kept outside that folder.</summary>
    public const string ArtifactDigest = "volcast.artifact_digest";

    /// <summary>On a version whose registration is not finished: the aliases still to be set, separated by commas.</summary>
    public const string PendingAliases = "volcast.pending_aliases";

    /// <summary>On a run of an MLflow server, which gives ids of its own: <see cref="Run.Id"/>, by which it is found
    /// again.</summary>
    public const string RunKey = "volcast.run_key";

    /// <summary>On a version that was copied from another registry: that registry's folder or address.</summary>
    public const string SourceRegistry = "volcast.source_registry";

    /// <summary>On a version that was copied: what it is called there, such as <c>volcast-SPY-5d/3</c>.</summary>
    public const string SourceVersion = "volcast.source_version";

    /// <summary>On a version that was copied: its run's id there.</summary>
    public const string SourceRun = "volcast.source_run";

    /// <summary>The alias of the version in charge.</summary>
    public const string Champion = "champion";

    /// <summary>The alias of the version that wants to be in charge.</summary>
    public const string Challenger = "challenger";
}
