using Volcast.Evaluation;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;

namespace Volcast.Services.Promotion.Versions;

/// <summary>A version with what the registry stores of it: its run, its model and the walk-forward of its recipe.</summary>
public sealed class RegisteredVersion : IDisposable
{
    private RegisteredVersion(ModelVersion version, Run? run, Func<Symbol, AssetRoles> rolesOf)
    {
        Version = version;
        Run = run;
        Roles = Market.Symbol.TryParse(Symbol, out var target) ? rolesOf(target) : null;
    }

    public ModelVersion Version { get; }

    /// <summary>The run that registered it; null if the registry has lost it.</summary>
    public Run? Run { get; }

    /// <summary>The symbol that it forecasts, with the indices of the settings; null where its run is missing.</summary>
    public AssetRoles? Roles { get; }

    /// <summary>The model, loaded and checked, or what is wrong with its files.</summary>
    public required ValueOrReason<RegisteredForecaster> Model { get; init; }

    /// <summary>The walk-forward of the recipe and its baselines, or why the run has none.</summary>
    public required ValueOrReason<WalkForwardResult> WalkForward { get; init; }

    public RecipeIdentity Recipe => new(
        Version.Tags.GetValueOrDefault(RegistryTags.Recipe) ?? Param("recipe") ?? "",
        Version.Tags.GetValueOrDefault(RegistryTags.RecipeRevision) ?? "",
        Version.Tags.GetValueOrDefault(RegistryTags.RecipeParameters) ?? "",
        Param("inputs") ?? "")
    {
        ImpliedIndex = Param("inputs") is { Length: > 0 } && Roles is { } roles ? VersionIndex.Of(Version, roles) : null,
    };

    /// <summary>The kind of data that it was trained on; null if it is not recorded.</summary>
    public DataKind? DataKind => DataKinds.Find(Version.Tags.GetValueOrDefault(RegistryTags.DataKind));

    /// <summary>The symbol that it forecasts; empty where its run is missing.</summary>
    public string Symbol => Param("symbol") ?? "";

    /// <summary>Sessions ahead; 0 where its run is missing.</summary>
    public int Horizon => Run?.Count("horizon") ?? 0;

    /// <summary>The number of training rows; 0 where its run is missing.</summary>
    public int TrainingRows => Run?.Count("training_rows") ?? 0;

    /// <summary>The last session in the training rows.</summary>
    public DateOnly TrainingTo => Version.Day(RegistryTags.TrainingTo) ?? default;

    /// <summary>The last session that the search of its parameters read; null if they were not searched, or if that is not
    /// recorded.</summary>
    public DateOnly? SearchedTo => Version.Day(RegistryTags.SearchedTo);

    /// <summary>The number of models that were tested when its recipe was chosen in place of the shipped one; 1 if it was not
    /// chosen so.</summary>
    public int ChosenByTests => Math.Max(Version.Count(RegistryTags.ChosenByTests) ?? 1, 1);

    /// <summary>Table → digest of the training data.</summary>
    public IReadOnlyDictionary<string, string> InputDigests => Run is null ? new Dictionary<string, string>()
        : Run.Tags.Where(tag => tag.Key.StartsWith(RegistryTags.InputPrefix, StringComparison.Ordinal))
            .ToDictionary(tag => tag.Key[RegistryTags.InputPrefix.Length..], tag => tag.Value);

    /// <summary>The tables that a training reads and whose digest the run does not name.</summary>
    public IReadOnlyList<string> InputsWithoutDigest =>
    [
        .. new[] { CuratedMarketTable.Schema, FeatureTable.L1, FeatureTable.L2 }
            .Select(schema => schema.Name).Where(table => string.IsNullOrEmpty(InputDigests.GetValueOrDefault(table))),
    ];

    /// <summary>Reads a version. Damage is reported in <see cref="Model"/> and not thrown.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="version">The version.</param>
    /// <param name="rolesOf">Gives a target with the indices of the settings.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="RegistryException">The registry itself could not be read.</exception>
    public static async Task<RegisteredVersion> ReadAsync(
        IModelRegistry registry, ModelVersion version, Func<Symbol, AssetRoles> rolesOf, CancellationToken stop = default)
    {
        var run = (await registry.FindRunsAsync([version.RunId], stop)).GetValueOrDefault(version.RunId);
        if (run is null)
            return version.RunId.Length == 0
                ? new(version, null, rolesOf)
                {
                    Model = new Reason($"{version} has no run: another tool registered it, so it cannot be verified."),
                    WalkForward = new Reason($"{version} has no run."),
                }
                : new(version, null, rolesOf)
                {
                    Model = new Reason($"{version} has lost its run {version.RunId}. On a server, restore it with "
                        + $"`mlflow runs restore --run-id {version.RunId}`; in a local registry, train again."),
                    WalkForward = new Reason($"{version} has lost its run."),
                };
        return new(version, run, rolesOf)
        {
            Model = await LoadAsync(registry, version, stop),
            WalkForward = await ReadWalkForwardAsync(registry, version, stop),
        };
    }

    public void Dispose() => Model.Value?.Dispose();

    private static async Task<ValueOrReason<RegisteredForecaster>> LoadAsync(
        IModelRegistry registry, ModelVersion version, CancellationToken stop)
    {
        try
        {
            return await RegisteredForecaster.LoadAsync(registry, version, alias: "", stop);
        }
        catch (RegistryException lost)
            when (lost.Problem is RegistryProblem.Tampered or RegistryProblem.NotFound or RegistryProblem.Corrupt
                or RegistryProblem.Foreign)
        {
            return new Reason(lost.Message);
        }
    }

    private static async Task<ValueOrReason<WalkForwardResult>> ReadWalkForwardAsync(
        IModelRegistry registry, ModelVersion version, CancellationToken stop) =>
        BacktestFile.TryRead($"{version}", Registration.WalkForwardPath,
            await registry.FindArtifactAsync(version.RunId, Registration.WalkForwardPath, stop));

    private string? Param(string name) => Run?.Params.GetValueOrDefault(name);
}
