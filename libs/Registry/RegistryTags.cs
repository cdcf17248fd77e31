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

    /// <summary>On a version: the name of its recipe.</summary>
    public const string Recipe = "volcast.recipe";

    /// <summary>On a version: the release of its recipe, a number that rises with every change of what is learnt.</summary>
    public const string RecipeRevision = "volcast.recipe_revision";

    /// <summary>On a version whose recipe has any: what a search may choose of its trees, <c>name=value</c> with spaces
    /// between, in ordinal order.</summary>
    public const string RecipeParameters = "volcast.recipe_parameters";

    /// <summary>On a version and its run: REAL or SIMULATED.</summary>
    public const string Market = "volcast.market";

    /// <summary>On a version: the session of the last row learnt from, whose label ended a horizon later.</summary>
    public const string TrainingTo = "volcast.training_to";

    /// <summary>On a run, followed by a table's name: the digest of what was read of it.</summary>
    public const string InputPrefix = "volcast.input.";

    /// <summary>On a version: Production, Staging or Archived, for people who look for stages. It follows the aliases.</summary>
    public const string Stage = "stage";

    /// <summary>On a version: since when and until when it was in charge. See <see cref="Aliases.ChampionHistory"/>.</summary>
    public const string ChampionTenures = "volcast.champion_reigns";

    /// <summary>On a version that is or was champion: how and why it came to be.</summary>
    public const string ChampionReason = "volcast.champion_reason";

    /// <summary>On a version that was taken out of charge by a rollback: when and why.</summary>
    public const string RolledBack = "volcast.rolled_back";

    /// <summary>On a version that is being put in charge: see <see cref="Aliases.ChampionMove"/>.</summary>
    public const string PendingMove = "volcast.pending_move";

    /// <summary>On a version: the newest verdict on it, in words.</summary>
    public const string Verdict = "volcast.verdict";

    /// <summary>On a version: the ids of the runs that hold its verdicts, with spaces between, the newest last.</summary>
    public const string VerdictRuns = "volcast.verdict_runs";

    /// <summary>The alias of the version in charge.</summary>
    public const string Champion = "champion";

    /// <summary>The alias of the version that wants to be in charge.</summary>
    public const string Challenger = "challenger";
}
