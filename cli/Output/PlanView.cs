using Volcast.ApiContract.CommandLine;
using Volcast.Cli.Plans;
using Volcast.Market;

namespace Volcast.Cli.Output;

/// <summary>What <c>volcast plan</c> and <c>volcast gather</c> print.</summary>
internal static class PlanView
{
    private const int UnitsShown = 20;

    public static void Write(Terminal terminal, WorkPlan plan, string place)
    {
        terminal.Page.WriteLine($"Plan {PlanFolder.Short(plan.Digest)}: {plan.Stage} in {Chunks(plan)}, {Units(plan)} in all");
        terminal.Page.WriteLine($"  place  {place}");
        terminal.Page.WriteLine($"  array  0-{plan.Chunks - 1}");
        terminal.Page.WriteLine("Next");
        terminal.Page.WriteLine($"  {terminal.Command("work")} --plan {place} --index 0");
        terminal.Page.WriteLine($"  {terminal.Command("gather")} --plan {place}");
    }

    /// <summary>Names the symbols without bars, whose units will fail.</summary>
    public static void WarnOfMissingInputs(Terminal terminal, WorkPlan plan)
    {
        string[] missing = [.. PlanInputs.WithoutBars(plan)];
        if (missing.Length > 0)
            terminal.Note($"warning: there are no bars of {Counted.Names(missing, UnitsShown)}, so "
                + $"{(missing.Length == 1 ? "its unit" : "their units")} will fail. Correct VOLCAST_TARGETS or add the bars, and make "
                + "the plan again in another place.");
    }

    public static PlanDocument Document(WorkPlan plan, string place) =>
        new(plan.Digest, place, plan.Stage, plan.Version, plan.Chunks, plan.Units.Count);

    /// <param name="terminal">The output.</param>
    /// <param name="gathered">The plan and its results.</param>
    /// <param name="place">Where they are.</param>
    /// <param name="file">The joined file; null if none was written.</param>
    public static void Write(Terminal terminal, GatheredPlan gathered, string place, string? file)
    {
        var plan = gathered.Plan;
        int[] missing = [.. gathered.Missing];
        terminal.Page.WriteLine($"Plan {PlanFolder.Short(plan.Digest)} in {place}: {plan.Stage} in {Chunks(plan)}");
        terminal.Page.WriteLine($"  done     {plan.Units.Count - missing.Length} of {Units(plan)}");
        terminal.Page.WriteLine($"  seconds  {gathered.Seconds:0.0} in all, {gathered.ProcessorSeconds:0.0} of processors"
            + (gathered.LongestChunkSeconds is { } longest ? $"; {longest:0.0} in the longest complete chunk" : ""));
        if (gathered.NeedAttention.SelectMany(result => result.Symbols).ToArray() is { Length: > 0 } symbols)
            terminal.Page.WriteLine($"  needs attention (exit code 3)  {Counted.Names(symbols, UnitsShown)}");
        if (file is not null)
            terminal.Page.WriteLine($"  joined   {file}");
        if (missing.Length == 0)
            return;
        terminal.Page.WriteLine($"  missing indexes  {gathered.MissingIndexes}");
        foreach (var unit in missing.Take(UnitsShown))
            terminal.Note($"volcast: index {plan.ChunkOf(unit)}, {plan.Stage} of {plan.Units[unit].Name()}: "
                + gathered.Reasons.GetValueOrDefault(unit, "It has no result yet."));
        terminal.Note($"volcast: {missing.Length} of {Units(plan)} {(missing.Length == 1 ? "is" : "are")} missing. Run the "
            + $"missing indexes again: {gathered.MissingIndexes}");
    }

    public static GatherDocument Document(GatheredPlan gathered, string place, string? file) => new()
    {
        Plan = Document(gathered.Plan, place),
        IsComplete = gathered.IsComplete,
        MissingIndexes = gathered.MissingIndexes,
        Missing =
        [
            .. gathered.Missing.Select(unit => new MissingUnitDocument(
                gathered.Plan.ChunkOf(unit), gathered.Plan.Units[unit].Symbols, gathered.Reasons.GetValueOrDefault(unit))),
        ],
        NeedsAttention = [.. gathered.NeedAttention.SelectMany(result => result.Symbols)],
        Seconds = Math.Round(gathered.Seconds, 3),
        ProcessorSeconds = Math.Round(gathered.ProcessorSeconds, 3),
        LongestChunkSeconds = gathered.LongestChunkSeconds is { } longest ? Math.Round(longest, 3) : null,
        File = file,
    };

    private static string Chunks(WorkPlan plan) => Counted.Of(plan.Chunks, "chunk");

    private static string Units(WorkPlan plan) => Counted.Of(plan.Units.Count, "unit");
}
