using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Services.Training;

/// <summary>What to train or to walk forward, and on which origins it is scored.</summary>
/// <param name="Roles">The target with the implied-volatility indices of the settings.</param>
/// <param name="Horizon">Sessions ahead.</param>
public sealed record TrainingRequest(AssetRoles Roles, int Horizon)
{
    /// <summary>The symbol that is forecast.</summary>
    public Symbol Target => Roles.Target;

    /// <summary>The implied-volatility index to learn from, as a model records it; null for the one that the features have, or had
    /// on the day of <see cref="To"/>.</summary>
    public string? ImpliedIndex { get; init; }

    /// <summary>The model that is fitted and registered; null for the shipped recipe, or for another one where the shipped recipe
    /// cannot run or does not pass its first gate.</summary>
    public string? Model { get; init; }

    /// <summary>The first scored forecast origin; by default the first after three years of complete features.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last forecast origin; by default the newest. Its outcome ends later; no fit uses anything later.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The number of origins before <see cref="From"/> whose errors the first intervals start from; null for the default of
    /// the walk-forward.</summary>
    public int? BurnIn { get; init; }

    /// <summary>The fewest sessions with all inputs for which a model is registered; null for 735: 23 months for training and a year
    /// for scoring. A replay, whose versions no gate has to pass at once, may have fewer.</summary>
    public int? FewestCompleteRows { get; init; }

    /// <summary>Seed of the trees' row and column sampling.</summary>
    public int Seed { get; init; }

    /// <summary>Model → parameters of its trees in place of the shipped ones, as a search chose them; none by
    /// default.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> TreeParameters { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The last session that the search of <see cref="TreeParameters"/> read; null without a search. Origins up to it do
    /// not judge the trained version.</summary>
    public DateOnly? SearchedTo { get; init; }

    /// <summary>The same request with the tree parameters of one model only, and of these only the ones that differ from the
    /// shipped parameters. So parameters that change nothing give the same training digest.</summary>
    public TrainingRequest For(string model)
    {
        var own = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        if (TreeParameters.TryGetValue(model, out var given)
            && Forecasting.TreeParameters.Differing(ForecasterCatalog.ShippedTrees(model, Horizon), given) is { Count: > 0 } chosen)
            own[model] = chosen;
        return this with { TreeParameters = own, SearchedTo = own.Count > 0 ? SearchedTo : null };
    }

    /// <summary>Models whose contributions are computed for every origin of a backtest; none by default.</summary>
    public IReadOnlyCollection<string> Explain { get; init; } = [];

    /// <summary>Folds fitted in parallel; by default the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
