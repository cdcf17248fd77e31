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
/// <param name="Horizon">Sessions ahead: 1, 5, 10 or 22.</param>
internal sealed record PipelineRequest(IReadOnlyList<AssetRoles> Targets, int Horizon)
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
        Targets.Select(roles => new TrainingRequest(roles.Target, Horizon) { Seed = Seed, Threads = Threads });

    /// <summary>The challenger of each target's model.</summary>
    public IEnumerable<(Symbol Target, PromotionRequest Request)> Promotions => Targets.Select(roles =>
        (roles.Target, Promotion(ModelName.For(roles.Target.Value, Horizon), RegistryTags.Challenger)));

    public IEnumerable<ForecastRequest> Forecasts => Targets.Select(roles => new ForecastRequest(roles, Horizon));

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
