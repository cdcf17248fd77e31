using Volcast.Lake;

namespace Volcast.Cli.Plans;

/// <summary>How far a plan is: its results in the order of the plan, and the units without one.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Results">By unit; null where there is none.</param>
/// <param name="Reasons">Unit → why its last run failed, or that its result is damaged.</param>
internal sealed record GatheredPlan(
    WorkPlan Plan, IReadOnlyList<WorkResult?> Results, IReadOnlyDictionary<int, string> Reasons)
{
    /// <summary>The units without a result.</summary>
    public IEnumerable<int> Missing => Enumerable.Range(0, Results.Count).Where(unit => Results[unit] is null);

    /// <summary>The missing indexes as the array option of an engine takes them.</summary>
    public string MissingIndexes => ArrayIndex.Expression(Missing.Select(Plan.ChunkOf).Distinct());

    public bool IsComplete => !Missing.Any();

    /// <summary>The results of which a single run would have ended with exit code 3.</summary>
    public IEnumerable<WorkResult> NeedAttention =>
        Results.OfType<WorkResult>().Where(result => result.ExitCode == ExitCode.NeedsAttention);

    /// <summary>Seconds of all units that are done.</summary>
    public double Seconds => Results.OfType<WorkResult>().Sum(result => result.Seconds);

    /// <summary>Processor seconds of all units that are done.</summary>
    public double ProcessorSeconds => Results.OfType<WorkResult>().Sum(result => result.ProcessorSeconds);

    /// <summary>Seconds of the longest chunk of which every unit is done; null if there is none.</summary>
    public double? LongestChunkSeconds => Enumerable.Range(0, Plan.Chunks)
        .Select(chunk => Plan.UnitsOf(chunk).Select(unit => Results[unit]?.Seconds).ToArray())
        .Where(seconds => Array.TrueForAll(seconds, one => one is not null))
        .Max(seconds => seconds.Sum());

    /// <exception cref="Hosting.SettingException">The plan is damaged, or a result is of another plan.</exception>
    public static async Task<GatheredPlan> ReadAsync(PlanFolder folder, CancellationToken stop)
    {
        var plan = await folder.ReadPlanAsync(stop);
        var stored = await folder.UnitsWithResultAsync(stop);
        var results = new WorkResult?[plan.Units.Count];
        var reasons = new Dictionary<int, string>();
        for (var unit = 0; unit < results.Length; unit++)
        {
            if (stored.Contains(unit))
                results[unit] = (await folder.FindResultAsync(plan, unit, stop)).Result;
            if (results[unit] is not null)
                continue;
            if (stored.Contains(unit))
                reasons[unit] = "Its result is damaged; the next run of its index replaces it.";
            else if (await folder.FindFailureAsync(plan, unit, stop) is { } reason)
                reasons[unit] = reason;
        }
        return new(plan, results, reasons);
    }

    /// <summary>Writes the outputs of a complete plan as one file, in the order of the plan. One output is in memory at a
    /// time.</summary>
    /// <param name="folder">The place of the plan.</param>
    /// <param name="target">Receives the file.</param>
    /// <param name="stop">Stops between outputs.</param>
    /// <exception cref="LakeException">An output is missing, damaged, or of another form.</exception>
    public async Task JoinAsync(PlanFolder folder, Stream target, CancellationToken stop)
    {
        var join = new OutputJoin(PlannedStage.Of(Plan.Stage).Form, target);
        foreach (var result in Results)
            await join.AddAsync(result!.Output, await folder.ReadOutputAsync(result, stop), stop);
        await join.EndAsync(stop);
    }
}
