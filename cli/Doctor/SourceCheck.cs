using Volcast.Services.Ingest.Sources;

namespace Volcast.Cli.Doctor;

/// <summary>Whether the configured source gives bars: a request of one week for Yahoo, the files for csv. The simulated market
/// needs nothing.</summary>
internal static class SourceCheck
{
    private const int DaysAsked = 7;
    private const int Shown = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="context">The settings.</param>
    /// <param name="server">Carries the request, and learns the server's time.</param>
    /// <param name="stop">Ends the check.</param>
    public static Task<Diagnosis> RunAsync(CommandContext context, ServerTime server, CancellationToken stop) =>
        context.IsSimulated ? Task.FromResult(Diagnosis.Ok("simulated: needs no network"))
        : context.IsCsv ? Task.FromResult(Folder(context))
        : YahooAsync(context, server, stop);

    private static async Task<Diagnosis> YahooAsync(CommandContext context, ServerTime server, CancellationToken stop)
    {
        var target = context.Targets[0].Target;
        using var yahoo = MarketDataSources.OpenYahoo(context, server, options => options with
        {
            AttemptTimeout = Patience,
            Retries = 0,
            ConnectionRetries = 0,
        });
        try
        {
            var newest = context.Calendar.NewestSettled(context.Clock.GetUtcNow());
            var week = await yahoo.DownloadAsync(target, newest.AddDays(-DaysAsked), null, stop);
            return Diagnosis.Ok($"Yahoo gives bars of {target} to {week.Bars.Session[^1]:yyyy-MM-dd}");
        }
        catch (MarketDataException failed) when (failed.Kind is MarketDataFailure.RateLimited or MarketDataFailure.NoData)
        {
            return Diagnosis.Of(failed, Condition.Warning);
        }
    }

    private static Diagnosis Folder(CommandContext context)
    {
        if (MarketDataSources.CsvFolder(context) is var folder && !Directory.Exists(folder))
            return Diagnosis.Problem($"csv: the folder {folder} does not exist", "Correct --path or VOLCAST_CSV_PATH.");
        var targets = context.Targets.Select(roles => roles.Target).ToArray();
        var others = context.Targets.SelectMany(roles => roles.Symbols).Distinct().Except(targets);
        var findings = new List<Diagnosis>();
        if (Missing(folder, targets) is { Length: > 0 } lacking)
            findings.Add(Diagnosis.Problem($"{folder} has no {lacking}", "Add the file, or correct VOLCAST_TARGETS."));
        if (Missing(folder, others) is { Length: > 0 } side)
            findings.Add(Diagnosis.Warning(
                $"{folder} has no {side}", "Add the file; without it, the models that need this asset are skipped."));
        return Diagnosis.Together(findings, Diagnosis.Ok($"csv: a file for each symbol in {folder}"));
    }

    private static string Missing(string folder, IEnumerable<Market.Symbol> symbols)
    {
        var missing = symbols.Select(symbol => $"{symbol.FileName}.csv")
            .Where(file => !File.Exists(Path.Combine(folder, file))).ToArray();
        return string.Join(", ", missing.Take(Shown)) + (missing.Length > Shown ? $" and {missing.Length - Shown} more" : "");
    }
}
