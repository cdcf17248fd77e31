namespace Volcast.Registry;

/// <summary>The tags and aliases that Volcast uses; any other may be added.</summary>
public static class RegistryTags
{
    /// <summary>The beginning of the name of every tag that Volcast writes, except <see cref="Stage"/>.</summary>
    public const string Prefix = "volcast.";

    /// <summary>On a version and its run: the digest of recipe, input data and random seed. It is unique within a
    /// model.</summary>
    public const string TrainingDigest = "volcast.training_digest";

    /// <summary>On a version: <see cref="ArtifactFolder.Digest"/> of its model folder, stored outside that folder.</summary>
    public const string ArtifactDigest = "volcast.artifact_digest";

    /// <summary>On a version with an unfinished registration: the aliases still to be set, separated by commas.</summary>
    public const string PendingAliases = "volcast.pending_aliases";

    /// <summary>On a run of an MLflow server, which assigns its own ids: <see cref="Run.Id"/>, by which Volcast finds the run
    /// again.</summary>
    public const string RunKey = "volcast.run_key";

    /// <summary>On an experiment and a registered model of a server: the model's name. Writing it before a training shows
    /// whether the user may write.</summary>
    public const string ModelOfExperiment = "volcast.model";

    /// <summary>On a version copied from another registry: that registry's folder or address.</summary>
    public const string SourceRegistry = "volcast.source_registry";

    /// <summary>On a copied version: its name in the source registry, such as <c>volcast-SPY-5d/3</c>.</summary>
    public const string SourceVersion = "volcast.source_version";

    /// <summary>On a copied version: its run's id in the source registry.</summary>
    public const string SourceRun = "volcast.source_run";

    /// <summary>On a version: the name of its recipe.</summary>
    public const string Recipe = "volcast.recipe";

    /// <summary>On a version: the revision of its recipe, a number that rises with every change of what the model
    /// learns.</summary>
    public const string RecipeRevision = "volcast.recipe_revision";

    /// <summary>On a version whose recipe has tunable parameters: those that a search may choose, as <c>name=value</c> separated
    /// by spaces, in ordinal order.</summary>
    public const string RecipeParameters = "volcast.recipe_parameters";

    /// <summary>On a version whose tunable parameters a search chose: the last session that the search read, YYYY-MM-DD. No
    /// origin up to it judges the version.</summary>
    public const string SearchedTo = "volcast.searched_to";

    /// <summary>On a version that took over the walk-forward of an earlier version of its recipe: that version's number.</summary>
    public const string EvidenceOf = "volcast.evidence_of";

    /// <summary>On a recalibrated version: the factor by which its forecasts of variance differ from those of its last
    /// fit.</summary>
    public const string LevelFactor = "volcast.level_factor";

    /// <summary>On a version whose recipe was chosen in place of the shipped one: why, in sentences.</summary>
    public const string ChosenBecause = "volcast.chosen_because";

    /// <summary>On such a version: the number of models that were tested on the same origins when it was chosen. Its gate divides
    /// the level of its test by this number.</summary>
    public const string ChosenByTests = "volcast.chosen_by_tests";

    /// <summary>On a version and its run: REAL or SIMULATED.</summary>
    public const string DataKind = "volcast.market";

    /// <summary>On a version: the implied-volatility index that it learnt from and forecasts with, such as ^VIX.</summary>
    public const string ImpliedIndex = "volcast.implied_index";

    /// <summary>On a version: the session of the last training row, whose label ended a horizon later.</summary>
    public const string TrainingTo = "volcast.training_to";

    /// <summary>On a run, followed by a table's name: the digest of the rows that were read.</summary>
    public const string InputPrefix = "volcast.input.";

    /// <summary>On a version: Production, Staging or Archived, for tools that use stages. It follows the aliases.</summary>
    public const string Stage = "stage";

    /// <summary>On a version: the periods in which it was champion. See <see cref="Aliases.ChampionHistory"/>.</summary>
    public const string ChampionTenures = "volcast.champion_reigns";

    /// <summary>On a version that is or was champion: when and why it became champion.</summary>
    public const string ChampionReason = "volcast.champion_reason";

    /// <summary>On a version that is or was champion: the person or service that made it champion the last time.</summary>
    public const string PromotedBy = "volcast.promoted_by";

    /// <summary>On a version that is or was champion, followed by the time at which it became champion: how, why and by whom, as
    /// JSON. See <see cref="Aliases.ChampionMove"/>.</summary>
    public const string MovePrefix = "volcast.champion_move.";

    /// <summary>On a version that a rollback removed as champion: when and why.</summary>
    public const string RolledBack = "volcast.rolled_back";

    /// <summary>On a version that is becoming champion: see <see cref="Aliases.ChampionMove"/>.</summary>
    public const string PendingMove = "volcast.pending_move";

    /// <summary>On a version: its newest verdict as a sentence.</summary>
    public const string Verdict = "volcast.verdict";

    /// <summary>On a version: the ids of the runs that hold its verdicts, separated by spaces, the newest last.</summary>
    public const string VerdictRuns = "volcast.verdict_runs";

    /// <summary>The alias of the champion.</summary>
    public const string Champion = "champion";

    /// <summary>The alias of the challenger, the candidate to replace the champion.</summary>
    public const string Challenger = "challenger";
}
