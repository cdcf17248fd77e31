using Volcast.Services.Ingest;

namespace Volcast.Cli.Pipeline;

/// <summary>The targets that failed in one run, in the order of their failures; at most one failure each, because later stages
/// skip a failed target. Only errors that explain themselves are recorded (<see cref="ExplainedErrors"/>): a defect, a wrong
/// setting and a stop end the run.</summary>
/// <param name="onSkip">Receives one sentence when a stage skips a target.</param>
internal sealed class FailedTargets(Action<string>? onSkip = null)
{
    private readonly List<FailedTarget> failed = [];

    public IReadOnlyList<FailedTarget> All => failed;

    /// <summary>Runs one stage of one target.</summary>
    /// <returns>The result; null if the target failed now or in an earlier stage.</returns>
    public async Task<T?> TryAsync<T>(string target, string stage, Func<Task<T>> run) where T : class
    {
        if (failed.Find(one => one.Target == target) is { } earlier)
        {
            onSkip?.Invoke($"{stage} skips {target}, whose {earlier.Stage} failed.");
            return null;
        }
        try
        {
            return await run();
        }
        catch (Exception error) when (ExplainedErrors.Include(error))
        {
            Add(target, stage, error.Message);
            return null;
        }
    }

    public void Add(string target, string stage, string reason) => failed.Add(new(target, stage, reason));

    /// <summary>Records the targets that need a symbol whose download failed.</summary>
    /// <param name="targets">Each with the symbols that its features are computed from.</param>
    /// <param name="report">What ingest did.</param>
    public void AddFrom(IEnumerable<Market.AssetRoles> targets, IngestReport report)
    {
        var reasons = report.Symbols.Where(symbol => symbol.Failure is not null)
            .ToDictionary(symbol => symbol.Symbol, symbol => symbol.Failure!);
        foreach (var roles in targets)
        {
            var own = roles.Symbols.Where(reasons.ContainsKey).Distinct().Select(symbol => reasons[symbol]).ToArray();
            if (own.Length > 0)
                Add(roles.Target.Value, "ingest", string.Join(' ', own));
        }
    }
}
