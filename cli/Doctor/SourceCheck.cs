using Volcast.Market;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Cboe;
using Volcast.Workspace;

namespace Volcast.Cli.Doctor;

/// <summary>Whether each configured source gives bars: a request of one week to a vendor, the files for csv. The simulated market
/// needs nothing.</summary>
internal static class SourceCheck
{
    private const int DaysAsked = 7;
    private const int Shown = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="context">The settings.</param>
    /// <param name="server">Carries the requests, and learns the server's time.</param>
    /// <param name="stop">Ends the check.</param>
    public static Task<Diagnosis> RunAsync(CommandContext context, ServerTime server, CancellationToken stop) =>
        context.IsSimulated ? Task.FromResult(Diagnosis.Ok("simulated: needs no network"))
        : context.IsCsv ? FolderAsync(context, stop)
        : VendorsAsync(context, server, stop);

    /// <summary>Asks all vendors at the same time, because a check may take ten seconds only. One that fails is no problem while
    /// another one gives the targets.</summary>
    private static async Task<Diagnosis> VendorsAsync(CommandContext context, ServerTime server, CancellationToken stop)
    {
        var sources = context.Sources.Names.Select(name => MarketDataSources.OpenVendor(
            context, name, server, limits => limits with { AttemptTimeout = Patience, Retries = 0, ConnectionRetries = 0 })).ToArray();
        try
        {
            var results = await Task.WhenAll(sources.Select(source => VendorAsync(context, source, stop)));
            var found = sources.Zip(results, (source, result) => (source.Name, Result: result)).ToArray();
            return Diagnosis.Together(
                [
                    .. found.Where(one => one.Result.Condition != Condition.Ok).Select(one => found.Any(other =>
                        other.Name != one.Name && other.Name != CboeSource.SourceName && other.Result.Condition == Condition.Ok)
                        ? one.Result with { Condition = Condition.Warning }
                        : one.Result),
                ],
                Diagnosis.Ok(string.Join("; ", results.Select(result => result.Found))));
        }
        finally
        {
            // Each disposes of the handler that they share.
            foreach (var source in sources)
                (source as IDisposable)?.Dispose();
        }
    }

    /// <summary>Asks for the first of the configured symbols that the vendor has.</summary>
    private static async Task<Diagnosis> VendorAsync(CommandContext context, IMarketDataSource source, CancellationToken stop)
    {
        var newest = context.Calendar.NewestSettled(context.Clock.GetUtcNow());
        MarketDataException? unknown = null;
        foreach (var symbol in Asked(context, source))
        {
            try
            {
                var week = await source.DownloadAsync(symbol, newest.AddDays(-DaysAsked), null, stop);
                return Diagnosis.Ok($"{Title(source)} gives bars of {symbol} to {week.Bars.Session[^1]:yyyy-MM-dd}");
            }
            catch (MarketDataException failed) when (failed.Kind == MarketDataFailure.NotFound)
            {
                unknown ??= failed;
            }
            catch (MarketDataException failed)
            {
                return Diagnosis.Of(
                    failed, failed.Kind is MarketDataFailure.RateLimited or MarketDataFailure.NoData
                        ? Condition.Warning
                        : Condition.Problem);
            }
        }
        return Diagnosis.Of(unknown!);
    }

    /// <summary>The first target, or for Cboe, which has indices only, the indices beside the targets.</summary>
    private static IEnumerable<Symbol> Asked(CommandContext context, IMarketDataSource source) =>
        source.Name == CboeSource.SourceName
            ? context.Targets.SelectMany(roles => roles.Symbols).Distinct().OrderByDescending(symbol => symbol.IsIndex)
            : [context.Targets[0].Target];

    private static string Title(IMarketDataSource source) => char.ToUpperInvariant(source.Name[0]) + source.Name[1..];

    private static async Task<Diagnosis> FolderAsync(CommandContext context, CancellationToken stop)
    {
        var folder = MarketDataSources.CsvFolder(context);
        var isBucket = ObjectStores.IsBucket(folder);
        if (!isBucket && !Directory.Exists(folder))
            return Diagnosis.Problem($"csv: the folder {folder} does not exist", "Correct --path or VOLCAST_CSV_PATH.");
        var found = isBucket
            ? (await ObjectStores.Open(folder, context.Settings).ListAsync("", stop)).ToHashSet(StringComparer.Ordinal)
            : null;
        var targets = context.Targets.Select(roles => roles.Target).ToArray();
        var own = context.Request.Ingest.Replaceable;
        var others = context.Targets.SelectMany(roles => roles.Symbols).Distinct().Except(targets).Except(own);
        var findings = new List<Diagnosis>();
        if (Missing(targets) is { Length: > 0 } lacking)
            findings.Add(Diagnosis.Problem($"{folder} has no {lacking}", "Add the file, or correct VOLCAST_TARGETS."));
        if (Missing(others) is { Length: > 0 } side)
            findings.Add(Diagnosis.Warning(
                $"{folder} has no {side}", "Add the file; without it, the models that need this asset are skipped."));
        if (Missing(own) is { Length: > 0 } indices)
            findings.Add(Diagnosis.Warning(
                $"{folder} has no {indices}", $"Add the file; without it, {AssetRoles.Vix} is used in its place."));
        return Diagnosis.Together(findings, Diagnosis.Ok($"csv: a file for each symbol in {folder}"));

        string Missing(IEnumerable<Symbol> symbols) => Counted.Names(
            [
                .. symbols.Select(symbol => $"{symbol.FileName}.csv")
                    .Where(file => !(found?.Contains(file) ?? File.Exists(Path.Combine(folder, file)))),
            ],
            Shown);
    }
}
