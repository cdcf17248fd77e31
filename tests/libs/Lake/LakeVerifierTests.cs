using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake.Tests;

public sealed class LakeVerifierTests
{
    private const string Year2020 = "curated.market/year=2020/symbol=SPY/part-0.parquet";
    private readonly MemoryObjectStore store = new();

    [Fact]
    public async Task A_sound_lake_has_no_findings_and_is_not_changed()
    {
        await FillAsync();
        var before = store.Copy();
        var reported = new List<string>();
        var verification = await LakeVerifier.VerifyAsync(
            new StoppingStore(store), TradingCalendar.Nyse, new Recorder(reported.Add));
        Assert.Empty(verification.Findings);
        Assert.True(verification.IsSound);
        Assert.Equal((3, 21L + 3 + 3), (verification.Files, verification.Rows)); // December 2019, January 2 to 6, one download
        Assert.Contains("curated.market SPY", reported);
        Assert.Equal("3 files, 27 rows: 0 errors, 0 warnings", verification.ToText());
        Assert.Equal(before.Objects, store.Objects);
    }

    [Fact]
    public async Task Every_damage_is_found_in_one_pass()
    {
        var lake = await FillAsync();
        var download = (await lake.DownloadsAsync(Sample.Spy))[0];
        store.Objects[Year2020][50] ^= 1;
        store.Objects[download.Path][40] ^= 1;
        await store.PutAsync("lake.json", "{}"u8.ToArray());
        await store.PutAsync("curated.market/year=1999/symbol=SPY/part-0.parquet", new byte[] { 1 });
        await store.PutAsync("curated.market/_staged/SPY/abc.parquet", new byte[] { 1 });
        await store.PutAsync("curated.market/_manifest/QQQ.json", "{}"u8.ToArray());
        await store.PutAsync("curated.market/_manifest/not a symbol.json", "{}"u8.ToArray());
        await store.PutAsync("raw.market/symbol=SPY/source=csv/stray.parquet", new byte[] { 1 });
        await store.PutAsync("notes.txt", new byte[] { 1 });
        var verification = await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse);
        Assert.False(verification.IsSound);
        Assert.Equal(
        [
            (Severity.Error, "lake.json", "lake"),
            (Severity.Error, download.Path, "digest"),
            (Severity.Error, "raw.market/symbol=SPY/source=csv/stray.parquet", "digest"),
            (Severity.Error, "curated.market/_manifest/QQQ.json", "manifest"),
            (Severity.Error, Year2020, "digest"),
            (Severity.Warning, "curated.market/_manifest/not a symbol.json", "unknown"),
            (Severity.Warning, "curated.market/_staged/SPY/abc.parquet", "staged"),
            (Severity.Error, "curated.market/year=1999/symbol=SPY/part-0.parquet", "orphan"),
            (Severity.Warning, "notes.txt", "unknown"),
        ], verification.Findings.Select(f => (f.Severity, f.Path, f.Check)));
        Assert.Contains("error    lake.json", verification.ToText(3));
        Assert.Contains("… and 6 more", verification.ToText(3));
        Assert.EndsWith("6 errors, 3 warnings", verification.ToText());
    }

    [Fact]
    public async Task A_missing_session_a_bad_row_and_a_row_in_quarantine_are_reported()
    {
        var lake = await Sample.OpenAsync(store);
        var frame = Sample.Curated(Sample.Spy, new(2020, 1, 2), new(2020, 1, 10));
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy,
            ColumnFrame.Concat(frame.Slice(0, 2), frame.Slice(3, frame.Rows - 3)));
        await lake.QuarantineAsync(CuratedMarketTable.Schema, Sample.Spy, frame.Slice(2, 1), ["close is odd"]);
        var verification = await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse);
        Assert.True(verification.IsSound);
        Assert.Equal(["calendar_complete", "quarantine"], verification.Findings.Select(f => f.Check));
        Assert.Equal("SPY 2020-01-06 is missing. Run `volcast ingest --target SPY`, which adds what the vendor provides.",
            verification.Findings[0].Detail);
        Assert.Contains("close is odd", verification.Findings[1].Detail);
    }

    [Fact]
    public async Task A_gap_in_the_calendar_is_one_finding()
    {
        var lake = await Sample.OpenAsync(store);
        var frame = Sample.Curated(Sample.Spy, new(2020, 1, 2), new(2020, 1, 31));
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy,
            ColumnFrame.Concat(frame.Slice(0, 2), frame.Slice(12, frame.Rows - 12)));
        Assert.StartsWith("SPY 2020-01-06 to 2020-01-17 are missing, 10 dates of the calendar. ",
            Assert.Single((await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).Findings).Detail);
    }

    [Fact]
    public async Task A_damaged_year_is_one_finding_and_not_a_gap_in_the_calendar()
    {
        var lake = await Sample.OpenAsync(store);
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy,
            Sample.Curated(Sample.Spy, new(2019, 12, 2), new(2021, 1, 6)));
        store.Objects[Year2020][50] ^= 1;
        Assert.Equal("digest", Assert.Single((await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).Findings).Check);
    }

    [Fact]
    public async Task A_download_from_which_bars_were_made_is_found_to_be_missing()
    {
        var lake = await Sample.OpenAsync(store);
        var added = await lake.AddDownloadAsync(Sample.Spy, "csv", new(2022, 1, 3, 11, 0, 0, TimeSpan.Zero), Sample.Bars());
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy,
            Sample.Curated(Sample.Spy, new(2021, 12, 29), new(2021, 12, 31), vintage: added.Download.Vintage),
            new Dictionary<string, string> { ["raw.market"] = "chain" });
        Assert.Empty((await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).Findings);

        await store.DeleteAsync(added.Download.Path);
        var finding = Assert.Single((await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).Findings);
        Assert.Equal((Severity.Error, "missing"), (finding.Severity, finding.Check));
        Assert.StartsWith($"raw.market lacks the download of SPY with the vintage {added.Download.Vintage}, from which 3 bars from "
            + "2021-12-29 to 2021-12-31 were made. Restore it from a backup", finding.Detail, StringComparison.Ordinal);
        Assert.Contains("`volcast ingest --target SPY`", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_advice_about_a_damaged_download_deletes_what_was_made_from_it_and_names_the_target()
    {
        var lake = await FillAsync();
        var path = (await lake.DownloadsAsync(Sample.Spy))[0].Path;
        store.Objects[path][40] ^= 1;
        var detail = Assert.Single((await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).Findings).Detail;
        Assert.Contains("`volcast ingest --target SPY`", detail, StringComparison.Ordinal);
        Assert.Contains(
            $"`rm -rf {path} curated.market/_manifest/SPY.json curated.market/year=*/symbol=SPY`", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_without_a_description_are_named_with_the_cure()
    {
        await FillAsync();
        await store.DeleteAsync("lake.json");
        Assert.Contains("holds raw.market but no lake.json", Assert.Single(
            (await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).Findings).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("raw.market/")]
    [InlineData("curated.market/year=2019")]
    [InlineData("curated.market/_manifest/")]
    public async Task A_changed_bit_anywhere_in_a_file_is_found(string prefix)
    {
        await FillAsync();
        var path = Assert.Single(await store.ListAsync(prefix));
        for (var at = 0; at < store.Objects[path].Length; at += 101)
        {
            store.Objects[path][at] ^= 4;
            Assert.Contains((await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).Findings,
                f => f.Path == path && f.Severity == Severity.Error);
            store.Objects[path][at] ^= 4;
        }
        Assert.Empty((await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).Findings);
    }

    [Fact]
    public async Task A_damaged_quarantine_file_is_found()
    {
        var lake = await Sample.OpenAsync(store);
        var path = await lake.QuarantineAsync(CuratedMarketTable.Schema, Sample.Spy,
            Sample.Curated(Sample.Spy, new(2020, 1, 2), new(2020, 1, 2)), ["x"]);
        store.Objects[path!][10] ^= 1;
        Assert.Equal("digest", Assert.Single((await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).Findings).Check);
    }

    [Fact]
    public async Task A_manifest_whose_dates_differ_from_its_files_is_found()
    {
        var lake = await FillAsync();
        var manifest = await lake.SnapshotAsync(CuratedMarketTable.Schema, Sample.Spy);
        var lying = Manifest.Create("curated.market", 1, "SPY", [manifest!.Files[0] with { Rows = 20 }, manifest.Files[1]],
            manifest.Inputs);
        await store.PutAsync(LakePaths.Manifest("curated.market", Sample.Spy), lying.ToJson());
        Assert.Equal("manifest", Assert.Single((await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).Findings).Check);
    }

    [Fact]
    public async Task A_folder_that_is_not_a_lake_is_reported()
    {
        Assert.Equal("lake", Assert.Single((await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse)).Findings).Check);
    }

    private async Task<DataLake> FillAsync()
    {
        var lake = await Sample.OpenAsync(store);
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy,
            Sample.Curated(Sample.Spy, new(2019, 12, 2), new(2020, 1, 6)));
        await lake.AddDownloadAsync(Sample.Spy, "csv", new(2022, 1, 3, 11, 0, 0, TimeSpan.Zero), Sample.Bars());
        return lake;
    }

    private sealed class Recorder(Action<string> record) : IProgress<string>
    {
        public void Report(string value) => record(value);
    }
}
