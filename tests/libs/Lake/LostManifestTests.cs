using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake.Tests;

/// <summary>A lost manifest does not make a symbol's files leftovers, and no commit replaces a record that only a backup
/// restores.</summary>
public sealed class LostManifestTests
{
    private const string Manifest = "outcomes/_manifest/SPY.json";
    private readonly MemoryObjectStore store = new();

    [Fact]
    public async Task A_commit_does_not_replace_a_record_whose_manifest_is_lost()
    {
        await FillAsync();
        await store.DeleteAsync(Manifest);
        var before = store.Copy();

        var lake = await Sample.OpenAsync(store);
        var error = await Assert.ThrowsAsync<LakeException>(() =>
            lake.CommitAsync(OutcomesTable.Schema, Sample.Spy, Outcomes(new(2021, 3, 1))));
        Assert.StartsWith(
            $"{Manifest} is missing, but outcomes holds 2 files of SPY. This run has not changed them. Restore it from a backup",
            error.Message, StringComparison.Ordinal);
        Assert.Equal(before.Objects, store.Objects);
    }

    [Fact]
    public async Task Another_symbol_still_gets_its_first_commit()
    {
        await FillAsync();
        await store.DeleteAsync(Manifest);
        var lake = await Sample.OpenAsync(store);
        Assert.True((await lake.CommitAsync(
            OutcomesTable.Schema, Sample.Vix, Outcomes(new(2021, 3, 1), Sample.Vix))).HasChanged);
    }

    [Fact]
    public async Task Verify_reports_the_record_once_and_does_not_advise_to_delete_it()
    {
        await FillAsync();
        await store.DeleteAsync(Manifest);
        var finding = Assert.Single((await VerifyAsync()).Findings);
        Assert.Equal((Severity.Error, Manifest, "missing"), (finding.Severity, finding.Path, finding.Check));
        Assert.StartsWith("It is missing, so Volcast does not read the 2 files of SPY in outcomes. Restore it from a backup",
            finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrupt_manifest_is_the_only_finding()
    {
        await FillAsync();
        await store.PutAsync(Manifest, "{}"u8.ToArray());
        var finding = Assert.Single((await VerifyAsync()).Findings);
        Assert.Equal((Manifest, "manifest"), (finding.Path, finding.Check));
        Assert.Contains("Restore it from a backup", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leftover_of_a_record_is_moved_and_not_deleted()
    {
        await FillAsync();
        await store.PutAsync("outcomes/year=1999/symbol=SPY/part-0.parquet", new byte[] { 1 });
        var finding = Assert.Single((await VerifyAsync()).Findings);
        Assert.EndsWith("Move it out of the lake.", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_a_command_makes_again_names_the_command()
    {
        var lake = await Sample.OpenAsync(store);
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy,
            Sample.Curated(Sample.Spy, new(2018, 12, 3), new(2020, 1, 6)));
        await store.DeleteAsync("curated.market/_manifest/SPY.json");
        Assert.Equal(
            "It is missing, so Volcast does not read the 3 files of SPY in curated.market. Run `volcast ingest --target SPY`, which "
            + "makes the files and their manifest again.", Assert.Single((await VerifyAsync()).Findings).Detail);
    }

    private Task<LakeVerification> VerifyAsync() => LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse);

    private async Task FillAsync()
    {
        var lake = await Sample.OpenAsync(store);
        await lake.CommitAsync(
            OutcomesTable.Schema, Sample.Spy, ColumnFrame.Concat(Outcomes(new(2019, 3, 1)), Outcomes(new(2020, 3, 2))));
        Assert.Empty((await VerifyAsync()).Findings);
    }

    private static ColumnFrame Outcomes(DateOnly origin, Symbol? symbol = null) => new OutcomesTable
    {
        Symbol = symbol ?? Sample.Spy,
        Rows =
        [
            new()
            {
                Horizon = 1,
                ForecastOrigin = origin,
                DataDigest = "digest",
                TargetEnd = TradingCalendar.Nyse.Next(origin),
                KnownAt = new(TradingCalendar.Nyse.Next(origin).AddDays(1), new(12, 0), TimeSpan.Zero),
                RealizedVariance = .04,
            },
        ],
    }.ToFrame();
}
