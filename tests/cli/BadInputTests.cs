using System.Text.Json;
using Volcast.Lake.Leases;

namespace Volcast.Cli.Tests;

/// <summary>The pipeline on undamaged csv files, run when a test first needs it. Each test works on a copy.</summary>
public sealed class TrainedOnCsv : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Lazy<Task> run;

    public TrainedOnCsv() => run = new(async () =>
    {
        SimulatedCsv.WriteTwoYears(folder["prices"]);
        var volcast = new VolcastUnderTest(folder.Path);
        volcast.Environment["VOLCAST_NOW"] = "2009-01-01T12:00:00Z"; // The morning after the last row.
        var pipeline = await volcast.RunAsync("pipeline", "--source", "csv", "--path", "prices");
        Assert.True(pipeline.ExitCode == 0, pipeline.Error);
    });

    public async Task CopyToAsync(string data)
    {
        await run.Value;
        FolderBytes.Copy(folder["data"], data);
    }

    public void Dispose() => folder.Dispose();
}

/// <summary>Mistakes of a user or a vendor: each ends with a message that names it and a non-zero exit code, without a
/// stack trace and without lost data.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class BadInputTests : IClassFixture<TrainedOnCsv>, IDisposable
{
    private readonly TrainedOnCsv trained;
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;
    private readonly string csv;

    public BadInputTests(TrainedOnCsv trained)
    {
        this.trained = trained;
        volcast = new VolcastUnderTest(folder.Path);
        csv = folder["prices"];
        SimulatedCsv.Write(csv);
    }

    public void Dispose() => folder.Dispose();

    private Task<VolcastUnderTest.Result> IngestAsync() => volcast.RunAsync("ingest", "--source", "csv", "--path", csv);

    private static void IsExplained(VolcastUnderTest.Result result, int code, params string[] words)
    {
        Assert.Equal(code, result.ExitCode);
        Assert.All(words, word => Assert.Contains(word, result.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    /// <summary>A bad file changes no byte of the good data in the lake.</summary>
    private async Task NothingIsLostAsync(Action damage, int code, params string[] words)
    {
        Assert.Equal(0, (await IngestAsync()).ExitCode);
        var curated = Path.Combine(folder["data/lake"], "curated.market");
        var before = FolderBytes.Of(curated);
        damage();
        IsExplained(await IngestAsync(), code, words);
        Assert.Equal(before, FolderBytes.Of(curated));
    }

    [Fact]
    public Task A_missing_column() => NothingIsLostAsync(
        () => SimulatedCsv.Edit(csv, "SPY.csv", "Date", _ => "Date,Open,High,Low,AdjClose,Volume"),
        ExitCode.Failed, "SPY.csv", "Close");

    [Fact]
    public async Task A_reversed_span_of_findings() => IsExplained(
        await volcast.RunAsync("data", "accept", "SPY", "2008-03-05", "--through", "2008-03-04", "--reason", "right"),
        ExitCode.Usage, "The date 2008-03-05 is after --through 2008-03-04.");

    [Fact]
    public async Task More_than_three_refused_rows_are_counted_with_their_place()
    {
        foreach (var day in new[] { "2008-03-03", "2008-03-04", "2008-03-05", "2008-03-06", "2008-03-07" })
            SimulatedCsv.Edit(csv, "SPY.csv", day, _ => $"{day},1,2,1,n/a,1,100");
        var result = await IngestAsync();
        IsExplained(result, ExitCode.NeedsAttention, "SPY: 5 rows rejected: 2008-03-03 ", "; 2008-03-05 ",
            "; and 2 more. All are stored with their reasons in "
            + $"{folder["data/lake/quarantine/table=raw.market/symbol=SPY"]}.");
        Assert.NotEmpty(Directory.GetFiles(folder["data/lake/quarantine/table=raw.market/symbol=SPY"]));
    }

    [Fact]
    public async Task Text_in_a_number()
    {
        SimulatedCsv.Edit(csv, "SPY.csv", "2008-03-05", _ => "2008-03-05,1,2,1,n/a,1,100");
        IsExplained(await IngestAsync(), ExitCode.NeedsAttention, "SPY: 1 row rejected", "2008-03-05");
    }

    [Fact]
    public async Task Negative_prices()
    {
        SimulatedCsv.Edit(csv, "TLT.csv", "2008-03-05", _ => "2008-03-05,-1,-1,-1,-1,-1,100");
        IsExplained(await IngestAsync(), ExitCode.NeedsAttention, "TLT: 1 row rejected", "2008-03-05", "not a positive price");
    }

    [Fact]
    public async Task High_below_low()
    {
        SimulatedCsv.Edit(csv, "HYG.csv", "2008-03-05", _ => "2008-03-05,90,80,95,90,90,100");
        IsExplained(await IngestAsync(), ExitCode.NeedsAttention, "HYG: 1 row rejected", "2008-03-05", "below low");
    }

    [Fact]
    public async Task Duplicate_dates_with_different_content()
    {
        SimulatedCsv.Edit(csv, "SPY.csv", "2008-03-05", line => $"{line}\n2008-03-05,90,95,85,90,90,100");
        IsExplained(await IngestAsync(), ExitCode.NeedsAttention, "SPY", "2008-03-05");
    }

    [Fact]
    public async Task Duplicate_dates_with_the_same_content_count_once()
    {
        SimulatedCsv.Edit(csv, "SPY.csv", "2008-03-05", line => $"{line}\n{line}");
        IsExplained(await IngestAsync(), ExitCode.NeedsAttention, "SPY: 2008-03-05", "one of them is used");
    }

    [Fact]
    public async Task Unordered_dates_are_sorted_with_a_note()
    {
        var path = Path.Combine(csv, "SPY.csv");
        var lines = await File.ReadAllLinesAsync(path);
        (lines[10], lines[20]) = (lines[20], lines[10]);
        await File.WriteAllLinesAsync(path, lines);
        var result = await IngestAsync();
        IsExplained(result, ExitCode.NeedsAttention, "SPY: ", "unordered and have been sorted");
        Assert.Equal(0, (await volcast.RunAsync("verify")).ExitCode);
    }

    [Fact]
    public async Task A_missing_session()
    {
        SimulatedCsv.Edit(csv, "SPY.csv", "2008-03-05", _ => null);
        IsExplained(await IngestAsync(), ExitCode.NeedsAttention, "SPY: no bar on 2008-03-05");
    }

    [Fact]
    public async Task A_session_on_a_holiday()
    {
        SimulatedCsv.Edit(csv, "SPY.csv", "2007-12-24", line => $"{line}\n2007-12-25,90,95,85,90,90,100");
        IsExplained(await IngestAsync(), ExitCode.NeedsAttention, "SPY: 1 row rejected", "2007-12-25");
    }

    [Fact]
    public Task A_missing_file_of_the_target() => NothingIsLostAsync(
        () => File.Delete(Path.Combine(csv, "SPY.csv")), ExitCode.Failed, "SPY", "SPY.csv");

    [Fact]
    public Task A_missing_file_of_a_side_series() => NothingIsLostAsync(
        () => File.Delete(Path.Combine(csv, "TLT.csv")), ExitCode.NeedsAttention, "warning: TLT: there is no file", "TLT.csv",
        "the lake's bars of TLT end on 2008-12-31");

    [Fact]
    public async Task A_target_without_side_series_is_backtested_by_the_models_that_need_none()
    {
        foreach (var name in new[] { "VIX", "VIX3M", "TLT", "HYG" })
            File.Delete(Path.Combine(csv, $"{name}.csv"));
        IsExplained(await IngestAsync(), ExitCode.NeedsAttention,
            "warning: ^VIX: there is no file", "warning: ^VIX3M:", "warning: TLT:", "warning: HYG:",
            "models that need these features are skipped");
        var features = await volcast.RunAsync("features");
        IsExplained(features, ExitCode.Done, "the lake has no bars of ^VIX, ^VIX3M, TLT, HYG");

        var backtest = await volcast.RunAsync("backtest", "--models", "har,log-har-range,vix-calibrated,volcast");
        IsExplained(
            backtest, ExitCode.Done, "vix-calibrated was skipped", "vix-calibrated needs vix, which SPY lacks in every session");
        Assert.Matches(@"\bhar +[0-9]{3} +0\.[0-9]{4} +1\.000", backtest.Out);
        Assert.Matches(@"log-har-range +[0-9]{3} +0\.[0-9]{4}", backtest.Out);
        Assert.Matches(@"volcast +0 +– +– +–", backtest.Out);
        IsExplained(await volcast.RunAsync("train", "--model", "volcast"), ExitCode.Failed,
            "volcast cannot be trained: it needs 735 sessions", "SPY has 0: vix, vix3m", "Add the missing csv files");

        // Another model takes the place of the shipped one, and says so wherever it forecasts.
        const string Because = "log-har-range was trained in place of volcast. volcast cannot run: it needs 735 sessions with "
            + "all of its inputs (23 months for training, a year for scoring), and SPY has 0: vix, vix3m";
        IsExplained(await volcast.RunAsync("train", "--promote-first"), ExitCode.Done, Because);
        var again = await volcast.RunAsync("train");
        IsExplained(again, ExitCode.Done, Because);
        Assert.Contains("volcast-SPY-5d version 1 was already trained", again.Out, StringComparison.Ordinal);
        using var forecast = System.Text.Json.JsonDocument.Parse((await volcast.RunAsync("forecast", "--json")).Out);
        var report = forecast.RootElement[0];
        Assert.Equal(("log-har-range", "champion"),
            (report.GetProperty("recipe").GetString(), report.GetProperty("model_alias").GetString()));
        var warning = report.GetProperty("forecast").GetProperty("warnings")[0].GetString();
        Assert.StartsWith("log-har-range forecasts in place of volcast, the shipped recipe. volcast cannot run: ", warning,
            StringComparison.Ordinal);
        Assert.Contains(warning!, (await volcast.RunAsync("forecast")).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        var origin = report.GetProperty("forecast").GetProperty("forecast_origin").GetString()!;
        var reproduced = await volcast.RunAsync("reproduce", "SPY", origin);
        Assert.True(reproduced.ExitCode == ExitCode.Done, reproduced.Error + reproduced.Out);

        // With the files present, the features are recomputed and all models run.
        SimulatedCsv.Write(csv);
        Assert.Equal(0, (await IngestAsync()).ExitCode);
        IsExplained(await volcast.RunAsync("train"), ExitCode.Failed, "other bars of", "volcast features");
        Assert.Equal("", (await volcast.RunAsync("features")).Error);
        Assert.Equal(0, (await volcast.RunAsync("backtest", "--models", "har,volcast", "--from", "2008-06-02")).ExitCode);
    }

    [Fact]
    public async Task Identical_bars_for_two_weeks_are_withheld_until_they_are_accepted()
    {
        for (var day = 3; day <= 14; day++)
            SimulatedCsv.Edit(csv, "SPY.csv", $"2008-03-{day:00}", line => $"{line[..10]},100,101,99,100,90,1000");
        IsExplained(await IngestAsync(), ExitCode.NeedsAttention,
            "SPY: 2008-03-04 every number equals that of 2008-03-03, on 9 sessions in a row (withheld)",
                "and 6 more of this kind",
            "SPY: the bars of 2008-03-04, 2008-03-05, ", "an ingest adds them after you have accepted the findings",
            "`./volcast data accept SPY 2008-03-04 --through 2008-03-14 --reason TEXT --source csv`");
        var list = await volcast.RunAsync("data", "list", "SPY");
        Assert.Contains("`./volcast data accept SPY 2008-03-04 --through 2008-03-14 --reason TEXT`", list.Error,
            StringComparison.Ordinal);
        Assert.Equal(ExitCode.NeedsAttention, list.ExitCode);
        Assert.Equal(9, list.Out.Split('\n').Count(line => line.Contains("every number equals", StringComparison.Ordinal)));
        var accepted = await volcast.RunAsync(
            "data", "accept", "SPY", "2008-03-03", "--through", "2008-03-17", "--reason", "the exchange says so",
                "--by", "tester");
        Assert.Equal(ExitCode.Done, accepted.ExitCode);
        Assert.Contains("(accepted by tester: the exchange says so)", accepted.Out, StringComparison.Ordinal);
        IsExplained(await IngestAsync(), ExitCode.Done, "SPY: the same close, 100, on 10 sessions from 2008-03-03 to 2008-03-14");
        Assert.Equal(ExitCode.Done, (await volcast.RunAsync("data", "list")).ExitCode);
    }

    [Theory]
    [InlineData("data", "accept", "SPY", "2008-3-4", "--reason", "x", "'2008-3-4' is not a date")]
    [InlineData("data", "accept", "S P Y", "2008-03-04", "--reason", "x", "'S P Y' is not a ticker")]
    [InlineData("data", "accept", "SPY", "2008-03-04", "--reason", " ", "--reason needs 1 to 400 characters")]
    [InlineData("ingest", "--path", "csv", "--source", "yahoo", "--seed", "1", "--path names a folder of csv files")]
    public async Task Wrong_arguments_about_data_are_explained(params string[] argumentsAndMessage) => IsExplained(
        await volcast.RunAsync(argumentsAndMessage[..^1]), ExitCode.Usage, argumentsAndMessage[^1]);

    [Fact]
    public async Task A_traded_symbol_is_no_index()
    {
        volcast.Environment["VOLCAST_IMPLIED_VOLATILITY"] = "SPY=TLT";
        IsExplained(await volcast.RunAsync("features"), ExitCode.Usage, "each index beginning with ^");
    }

    [Fact]
    public async Task A_model_keeps_its_index_when_the_setting_names_another()
    {
        await trained.CopyToAsync(folder["data"]);
        var before = await ForecastAsync();
        volcast.Environment["VOLCAST_IMPLIED_VOLATILITY"] = "SPY=^VIX3M";
        Assert.Equal(before, await ForecastAsync());

        async Task<(double, double)> ForecastAsync()
        {
            using var json = JsonDocument.Parse((await volcast.RunAsync("forecast", "--json")).Out);
            var root = json.RootElement;
            var forecast = (root.ValueKind == JsonValueKind.Array ? root[0] : root).GetProperty("forecast");
            return (forecast.GetProperty("variance").GetDouble(), forecast.GetProperty("implied_volatility_points").GetDouble());
        }
    }

    [Fact]
    public async Task A_lake_of_real_data_is_not_read_as_simulated()
    {
        Assert.Equal(ExitCode.Done, (await IngestAsync()).ExitCode);
        IsExplained(
            await volcast.RunAsync("features", "--source", "simulated", "--data", "data"), ExitCode.Failed, "holds REAL data");
    }

    [Fact]
    public async Task A_folder_given_by_flag_is_the_source()
    {
        volcast.Environment["VOLCAST_SOURCE"] = "yahoo";
        Assert.Equal(ExitCode.Done, (await volcast.RunAsync("ingest", "--path", csv)).ExitCode);
    }

    [Fact]
    public async Task A_closing_that_is_decided_late_is_a_setting_that_the_message_names()
    {
        foreach (var file in Directory.GetFiles(csv))
            File.WriteAllLines(
                file, [.. File.ReadLines(file).Where(line => !line.StartsWith("2008-03-12", StringComparison.Ordinal))]);
        IsExplained(await IngestAsync(), ExitCode.NeedsAttention, "set VOLCAST_EXTRA_CLOSINGS=2008-03-12.");
        volcast.Environment["VOLCAST_EXTRA_CLOSINGS"] = "2008-03-12";
        Assert.Equal(ExitCode.Done, (await IngestAsync()).ExitCode);
        Assert.Contains("0 errors, 0 warnings", (await volcast.RunAsync("verify")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_horizon_longer_than_the_data()
    {
        foreach (var file in Directory.GetFiles(csv))
            File.WriteAllLines(file, [.. File.ReadLines(file).Take(11)]);
        await IngestAsync();
        await volcast.RunAsync("features");
        IsExplained(await volcast.RunAsync("backtest", "--horizon", "22"), ExitCode.Failed,
            "SPY has 10 sessions", "a horizon of 22 sessions is longer");
        IsExplained(await volcast.RunAsync("backtest"), ExitCode.Failed,
            "No model can run on SPY", "vix-calibrated, vix-raw: 5 of the 250 needed");
    }

    [Fact]
    public async Task A_symbol_that_has_no_file()
    {
        var result = await volcast.RunAsync("ingest", "--source", "csv", "--path", csv, "--target", "NOSUCH");
        IsExplained(result, ExitCode.Failed, "NOSUCH");
    }

    [Fact]
    public async Task A_csv_source_without_a_folder()
    {
        IsExplained(await volcast.RunAsync("ingest", "--source", "csv"), ExitCode.Usage, "--path");
        IsExplained(await volcast.RunAsync("ingest", "--source", "csv", "--path", folder["nowhere"]), ExitCode.Failed, "nowhere");
    }

    [Fact]
    public async Task Too_little_history_to_train()
    {
        await volcast.RunAsync("ingest", "--source", "csv", "--path", csv, "--lookback", "2y");
        Assert.Equal(0, (await volcast.RunAsync("features")).ExitCode);
        IsExplained(await volcast.RunAsync("train", "--model", "volcast"), ExitCode.Failed,
            "SPY has ", "LOOKBACK_PERIOD", "needs 735");

        // Universal slopes need no year of scored origins, because other tickers judge them.
        var trained = await volcast.RunAsync("train", "--promote-first");
        IsExplained(trained, ExitCode.Done,
            "universal was trained in place of volcast. volcast cannot run: it needs 735 sessions",
            "universal takes its slopes from other tickers and only its level from SPY, which has");
        Assert.Matches("panel_beats_har +Fitted on one year, its QLIKE is 0", trained.Out + trained.Error);
        var forecast = await volcast.RunAsync("forecast");
        Assert.Contains("(champion), universal, trained to", forecast.Out, StringComparison.Ordinal);
        Assert.Contains("universal forecasts in place of volcast, the shipped recipe.", forecast.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_does_not_exist_is_refused_with_the_list() => IsExplained(
        await volcast.RunAsync("train", "--model", "prophet"), ExitCode.Usage,
        "'prophet' given by --model is not a model: the models are volcast, har, vix-calibrated,");

    [Fact]
    public async Task Too_little_history_for_a_feature()
    {
        SimulatedCsv.Write(folder["half"], new(2008, 7, 1), SimulatedCsv.Last);
        await volcast.RunAsync("ingest", "--source", "csv", "--path", folder["half"]);
        var result = await volcast.RunAsync("features");
        Assert.Equal(0, result.ExitCode);
        IsExplained(await volcast.RunAsync("train"), ExitCode.Failed, "No model can run on SPY", "har", " of the 126 needed");
    }

    [Fact]
    public async Task Stages_out_of_order()
    {
        IsExplained(await volcast.RunAsync("features"), ExitCode.Failed, "no lake", "volcast ingest");
        await IngestAsync();
        IsExplained(await volcast.RunAsync("train"), ExitCode.Failed, "nothing of SPY in features.L1", "volcast features");
        await volcast.RunAsync("features");
        IsExplained(await volcast.RunAsync("forecast"), ExitCode.Failed, "SPY", "volcast train");
    }

    [Fact]
    public async Task Features_that_are_older_than_the_bars()
    {
        await volcast.RunAsync("ingest", "--source", "csv", "--path", csv);
        await volcast.RunAsync("features");
        SimulatedCsv.Edit(csv, "SPY.csv", "2008-12-31", line => line + "7");
        await volcast.RunAsync("ingest", "--source", "csv", "--path", csv);
        IsExplained(await volcast.RunAsync("train"), ExitCode.Failed, "other bars", "volcast features");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_corrupt_or_missing_parquet_file(bool isMissing)
    {
        await IngestAsync();
        var path = Path.Combine(folder["data/lake"], "curated.market", "year=2006", "symbol=SPY", "part-0.parquet");
        if (isMissing)
            File.Delete(path);
        else
            await File.WriteAllBytesAsync(path, "PAR1 no more"u8.ToArray());
        IsExplained(await volcast.RunAsync("features"), ExitCode.Failed, "year=2006/symbol=SPY/part-0.parquet", "volcast ingest");
        var verified = await volcast.RunAsync("verify");
        Assert.Equal(ExitCode.NeedsAttention, verified.ExitCode);
        Assert.Contains("year=2006/symbol=SPY", verified.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lake_of_a_newer_version()
    {
        await IngestAsync();
        await File.WriteAllTextAsync(Path.Combine(folder["data/lake"], "lake.json"), """{"version": 3, "kind": "REAL"}""");
        IsExplained(await volcast.RunAsync("features"), ExitCode.Failed, "version 3", "newer Volcast");
    }

    [Fact]
    public async Task A_simulated_lake_rejects_real_data_and_the_reverse()
    {
        await IngestAsync();
        var simulated = await volcast.RunAsync("ingest", "--source", "simulated", "--data", folder["data"]);
        IsExplained(simulated, ExitCode.Failed, "REAL", "SIMULATED");
        await volcast.RunAsync("ingest", "--source", "simulated", "--lookback", "1y");
        var real = await volcast.RunAsync("ingest", "--source", "csv", "--path", csv, "--data", folder["data/simulated"]);
        IsExplained(real, ExitCode.Failed, "REAL", "SIMULATED");
    }

    [Fact]
    public async Task A_lake_without_its_description_file()
    {
        await IngestAsync();
        File.Delete(Path.Combine(folder["data/lake"], "lake.json"));
        IsExplained(
            await volcast.RunAsync("ingest", "--source", "simulated", "--data", folder["data"]),
            ExitCode.Failed, "no lake.json", "REAL");
    }

    [Fact]
    public async Task A_clock_before_the_lakes_newest_session()
    {
        await trained.CopyToAsync(folder["data"]);
        volcast.Environment["VOLCAST_NOW"] = "2008-06-02T12:00:00Z";
        IsExplained(await volcast.RunAsync("forecast"), ExitCode.Failed, "2008-12-31", "VOLCAST_NOW");
    }

    [Fact]
    public async Task A_target_of_a_reproduction_that_is_no_ticker() => IsExplained(
        await volcast.RunAsync("reproduce", "S&P 500", "2024-06-13"), ExitCode.Usage, "'S&P 500' is not a ticker");

    [Theory]
    [InlineData("pipeline")]
    [InlineData("demo")]
    [InlineData("ingest")]
    [InlineData("features")]
    [InlineData("train")]
    [InlineData("forecast")]
    [InlineData("explain")]
    [InlineData("backtest")]
    [InlineData("search")]
    [InlineData("registry", "list")]
    public async Task An_index_as_a_target(params string[] command)
    {
        foreach (var index in new[] { "^VIX", "^gspc", "SPY,^VIX3M" })
            IsExplained(await volcast.RunAsync([.. command, "--target", index]), ExitCode.Usage, "is an index", "--target");
        Assert.False(Directory.Exists(folder["data"]));
    }

    [Fact]
    public async Task An_index_in_a_file_of_targets()
    {
        await File.WriteAllTextAsync(folder["targets"], "SPY\n^VIX\n");
        IsExplained(await volcast.RunAsync("pipeline", "--target", $"@{folder["targets"]}"), ExitCode.Usage,
            $"'^VIX' in {folder["targets"]} is an index");
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_text()
    {
        await File.WriteAllTextAsync(folder["arguments"], "--json\n");
        IsExplained(await volcast.RunAsync("status", $"@{folder["arguments"]}"), ExitCode.Usage, $"@{folder["arguments"]}");
        var revoked = await volcast.RunAsync("keys", "revoke", $"@{folder["arguments"]}");
        IsExplained(revoked, ExitCode.Usage, $"There is no key '@{folder["arguments"]}'");
    }

    [Fact]
    public async Task A_folder_for_an_output_file() => IsExplained(
        await volcast.RunAsync("backtest", "--out", folder.Path), ExitCode.Usage, "is a folder");

    [Fact]
    public async Task A_missing_session_leaves_outcomes_across_it_empty_and_ends_targets_by_the_calendar()
    {
        SimulatedCsv.Edit(csv, "SPY.csv", "2008-03-05", _ => null);
        await volcast.RunAsync(
            "backtest", "--source", "csv", "--path", csv,
            "--models", "har", "--from", "2008-02-26", "--to", "2008-03-06", "--out", folder["bt.csv"]);
        var rows = (await File.ReadAllLinesAsync(folder["bt.csv"])).Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.All(rows.Where(row => row[2] is "2008-02-28" or "2008-03-04"), row => Assert.Equal("", row[10]));
        Assert.All(rows.Where(row => row[2] is "2008-02-26" or "2008-03-06"), row => Assert.NotEqual("", row[10]));
        Assert.All(rows.Where(row => row[2] == "2008-03-04"), row => Assert.Equal("2008-03-11", row[3]));
    }

    [Fact]
    public async Task Two_runs_at_once()
    {
        await using (await new LocalLeaseStore(folder["data/lake"]).AcquireAsync("SPY"))
        {
            volcast.Environment["VOLCAST_LOCK_WAIT"] = "0";
            IsExplained(await IngestAsync(), ExitCode.Failed, "Another run");
        }
        Assert.Equal(0, (await IngestAsync()).ExitCode);
    }

    [Fact]
    public async Task No_network()
    {
        volcast.Environment["VOLCAST_YAHOO_URL"] = "http://127.0.0.1:9";
        IsExplained(await volcast.RunAsync("ingest"), ExitCode.Failed, "SPY", "--source csv");
    }

    [Fact]
    public async Task A_model_whose_files_were_changed()
    {
        await trained.CopyToAsync(folder["data"]);
        var model = Directory.GetFiles(folder["data/mlruns"], "recipe.json", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(model, " ");
        IsExplained(await volcast.RunAsync("forecast"), ExitCode.Failed, "recipe.json", "train again");
        Assert.Equal(0, (await volcast.RunAsync("train")).ExitCode);
        Assert.Equal(0, (await volcast.RunAsync("forecast", "--max-age", "100000")).ExitCode);
    }

    [Fact]
    public async Task A_last_origin_before_the_first_default_origin()
    {
        await IngestAsync();
        await volcast.RunAsync("features");
        IsExplained(await volcast.RunAsync("backtest", "--to", "2004-06-01"), ExitCode.Failed,
            "No model can run on SPY up to 2004-06-01");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-25")]
    [InlineData("NaN")]
    [InlineData("abc")]
    [InlineData("25,5")]
    [InlineData("1,000")]
    [InlineData("2 5")]
    public async Task A_level_that_is_not_a_volatility(string above) =>
        IsExplained(await volcast.RunAsync("forecast", $"--above={above}"), ExitCode.Usage, $"'{above}' given by --above", "25");

    [Theory]
    [InlineData("2008-13-01", null, "2008-13-01")]
    [InlineData("2008-06-02", "2008-01-02", "after")]
    [InlineData("2030-01-02", null, "no session")]
    public async Task Impossible_dates(string from, string? to, string expected)
    {
        await IngestAsync();
        await volcast.RunAsync("features");
        string[] range = to is null ? ["--from", from] : ["--from", from, "--to", to];
        var result = await volcast.RunAsync(["backtest", .. range]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
