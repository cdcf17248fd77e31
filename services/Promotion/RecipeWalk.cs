using Volcast.Evaluation;
using Volcast.Hosting;
using Volcast.Market;

namespace Volcast.Services.Promotion;

/// <summary>A walk-forward of one recipe, for a comparison with another recipe.</summary>
/// <param name="Roles">The target, with the indices of the settings.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Recipe">The name of the recipe.</param>
/// <param name="TreeParameters">The parameters of its trees.</param>
/// <param name="Compared">The names of both recipes: both walk-forwards begin on the first origin that suits both.</param>
public sealed record RecipeWalk(
    AssetRoles Roles, int Horizon, string Recipe, IReadOnlyDictionary<string, string> TreeParameters, IReadOnlyList<string> Compared)
{
    /// <summary>The implied-volatility index of the recipe; null for a recipe without inputs.</summary>
    public string? ImpliedIndex { get; init; }

    /// <summary>Seed of the trees.</summary>
    public int Seed { get; init; }

    /// <summary>Folds fitted in parallel; by default the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>Runs a <see cref="RecipeWalk"/>. The training service can do so; no service references another, so the composer of
/// the services passes it in.</summary>
public delegate Task<WalkForwardResult> RecipeWalker(
    RecipeWalk walk, IProgress<JobProgress>? progress, CancellationToken stop);
