using Volcast.Forecasting;
using Volcast.Market;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Pipeline.Replay;

/// <summary>What is replayed: the daily runs of one model over a span of sessions.</summary>
/// <param name="Roles">The target and its companion symbols.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="From">The first session that is forecast from.</param>
/// <param name="To">The last one.</param>
/// <param name="Policy">What follows from the findings.</param>
internal sealed record ReplayRequest(AssetRoles Roles, int Horizon, DateOnly From, DateOnly To, MonitoringPolicy Policy)
{
    /// <summary>The recipe of the first champion.</summary>
    public string Recipe { get; init; } = ForecasterCatalog.Shipped;

    /// <summary>Seed of the trees.</summary>
    public int Seed { get; init; }

    /// <summary>Folds of the first training that are fitted in parallel.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
