using Volcast.Services.Ingest;

namespace Volcast.Cli.Pipeline;

/// <summary>The targets that failed in one run, in the order of their failures; at most one failure each, because later stages
/// skip a failed target. Where a target has several horizons, its models fail one by one. Only errors that explain themselves
/// are recorded (<see cref="ExplainedErrors"/>): a defect, a wrong setting and a stop end the run.</summary>
/// <param name="onSkip">Receives one sentence when a stage skips a target.</param>
internal sealed class FailedTargets(Action<string>? onSkip = null)
{
    private readonly List<FailedTarget> failed = [];
    private readonly HashSet<string> shown = new(StringComparer.Ordinal);

    public IReadOnlyList<FailedTarget> All => failed;

    /// <summary>Those whose reason the run has printed already.</summary>
    public IEnumerable<FailedTarget> Shown => failed.Where(one => shown.Contains(one.Target));

    /// <summary>Whether a target or a model has failed.</summary>
    public bool Includes(string target) => failed.Exists(one => one.Target == target);

    /// <summary>Runs one stage of one target, or of one of its models.</summary>
    /// <param name="target">The target.</param>
    /// <param name="stage">For example <c>train</c>.</param>
    /// <param name="run">Runs it.</param>
    /// <param name="model">The registered model's name where the target has several; null where the target has one.</param>
    /// <returns>The result; null if the target or the model failed now or in an earlier stage.</returns>
    public async Task<T?> TryAsync<T>(string target, string stage, Func<Task<T>> run, string? model = null) where T : class
    {
        if (failed.Find(one => one.Target == target || one.Target == model) is { } earlier)
        {
            onSkip?.Invoke($"{stage} skips {model ?? target}, whose {earlier.Stage} failed.");
            return null;
        }
        try
        {
            return await run();
        }
        catch (Exception error) when (ExplainedErrors.Include(error))
        {
            Add(model ?? target, stage, error.Message);
            return null;
        }
    }

    /// <summary>Records that the reason of a failure has been printed.</summary>
    public void HasShown(string target) => shown.Add(target);

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
