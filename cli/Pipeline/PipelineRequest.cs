using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Forecasts;
using Volcast.Services.Ingest;
using Volcast.Services.Promotion;
using Volcast.Services.Promotion.Gates;
using Volcast.Services.Training;

namespace Volcast.Cli.Pipeline;

/// <summary>The work of the pipeline. The same request serves every day of a run. Its lists are the requests of the
/// stages.</summary>
/// <param name="Targets">The targets to forecast, each once.</param>
/// <param name="Horizons">Sessions ahead: some of 1, 5, 10 and 22. Each target is forecast over each of them.</param>
internal sealed record PipelineRequest(IReadOnlyList<AssetRoles> Targets, IReadOnlyList<int> Horizons)
{
    /// <summary>Which symbols are downloaded, and how far back.</summary>
    public required IngestRequest Ingest { get; init; }

    /// <summary>Seed of the trees' row and column sampling.</summary>
    public int Seed { get; init; }

    /// <summary>How many folds are fitted at once.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>What a version must satisfy to be promoted.</summary>
    public PromotionLimits Limits { get; init; } = new();

    /// <summary>Who promotes, for the record; null if it is not known.</summary>
    public string? Actor { get; init; }

    public IEnumerable<TrainingRequest> Trainings =>
        from roles in Targets
        from horizon in Horizons
        select new TrainingRequest(roles, horizon) { Seed = Seed, Threads = Threads };

    /// <summary>The challenger of each model.</summary>
    public IEnumerable<(AssetRoles Roles, PromotionRequest Request)> Promotions =>
        from roles in Targets
        from horizon in Horizons
        select (roles, Promotion(ModelName.For(roles.Target.Value, horizon), RegistryTags.Challenger));

    public IEnumerable<ForecastRequest> Forecasts =>
        from roles in Targets
        from horizon in Horizons
        select new ForecastRequest(roles, horizon) { IsOfTermStructure = Horizons.Count > 1 };

    /// <param name="model">A registered model's name.</param>
    /// <param name="version">A number or an alias.</param>
    public PromotionRequest Promotion(string model, string version) => new(model, version)
    {
        Actor = Actor,
        Limits = Limits,
        Seed = Seed,
        Threads = Threads,
    };
}
