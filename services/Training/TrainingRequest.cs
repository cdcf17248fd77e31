using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Services.Training;

/// <summary>What is to be trained, or walked forward, and on which days it is judged.</summary>
/// <param name="Target">The symbol that is forecast.</param>
/// <param name="Horizon">Sessions ahead.</param>
public sealed record TrainingRequest(Symbol Target, int Horizon)
{
    /// <summary>The first forecast origin that is judged; by default the first with three years of complete features
    /// behind it.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last forecast origin; by default the newest. Its outcome ends later; nothing later is learnt from.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Seed of the trees' row and column sampling.</summary>
    public int Seed { get; init; }

    /// <summary>Model → parameters of its trees in place of the shipped ones, as a search chose them; none by
    /// default.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> TreeParameters { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The same with what concerns one model alone: those parameters of its trees that differ from the shipped ones.
    /// What changes nothing of the model makes no other training.</summary>
    public TrainingRequest For(string model)
    {
        var own = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        if (TreeParameters.TryGetValue(model, out var given)
            && Forecasting.TreeParameters.Differing(ForecasterCatalog.ShippedTrees(model), given) is { Count: > 0 } chosen)
            own[model] = chosen;
        return this with { TreeParameters = own };
    }

    /// <summary>Models whose reasons are wanted for every origin of a backtest; none by default.</summary>
    public IReadOnlyCollection<string> Explain { get; init; } = [];

    /// <summary>Folds fitted at once.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
