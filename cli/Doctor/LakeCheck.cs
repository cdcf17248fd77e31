using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Cli.Doctor;

/// <summary>Whether the lake can be opened, is of the configured kind, and holds current bars of every target.</summary>
internal static class LakeCheck
{
    private const int Shown = 5;

    public static async Task<Diagnosis> RunAsync(CommandContext context, CancellationToken stop)
    {
        await using var lake = await context.TryOpenLakeAsync(stop);
        if (lake is null)
            return Diagnosis.Ok($"none in {context.LakeFolder} yet; `volcast ingest` creates it");
        var expected = context.SourceKind;
        if (lake.Kind != expected)
            return Diagnosis.Problem(
                $"{context.LakeFolder} holds {lake.Kind.Name()} data, and VOLCAST_SOURCE gives {expected.Name()} data",
                "Choose another data folder (VOLCAST_DATA) or source (VOLCAST_SOURCE).");
        return await BarsAsync(context, lake, stop);
    }

    private static async Task<Diagnosis> BarsAsync(CommandContext context, DataLake lake, CancellationToken stop)
    {
        var newest = context.Calendar.NewestSettled(context.Clock.GetUtcNow());
        var (missing, late) = (new List<Symbol>(), new List<(Symbol Target, int Behind)>());
        foreach (var target in context.Targets.Select(roles => roles.Target))
            if (await lake.SnapshotAsync(CuratedMarketTable.Schema, target, stop) is not { Last: { } last })
                missing.Add(target);
            else if (last < newest)
                late.Add((target, context.Calendar.Count(last.AddDays(1), newest)));
        var findings = new List<Diagnosis>();
        if (missing.Count > 0)
            findings.Add(Diagnosis.Warning($"no bars of {Named(missing)}", "Run `volcast ingest`."));
        if (late.Count > 0 && late.Max(one => one.Behind) is var most)
            findings.Add(Diagnosis.Warning(
                $"{Named([.. late.Select(one => one.Target)])} {(late.Count == 1 ? "lacks" : "lack")} up to "
                + $"{Counted.Of(most, "session")} that {(most == 1 ? "has" : "have")} settled since", "Run `volcast ingest`."));
        return Diagnosis.Together(findings, Diagnosis.Ok(
            $"{lake.Kind.Name()}, bars to {newest:yyyy-MM-dd} ({context.LakeFolder}); `volcast verify` checks every file"));
    }

    private static string Named(List<Symbol> symbols) => Counted.Names([.. symbols.Select(symbol => symbol.Value)], Shown);
}
