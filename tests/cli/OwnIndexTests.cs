using System.Globalization;
using System.Text.Json;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;

namespace Volcast.Cli.Tests;

/// <summary>QQQ and its index ^VXN in a folder of csv files: which index the features have, and that a model keeps the one that it
/// learnt from.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class OwnIndexTests : IDisposable
{
    private static readonly DateOnly First = new(2004, 1, 2);
    private static readonly DateOnly Trained = new(2008, 10, 1);
    private static readonly DateOnly Later = new(2008, 10, 8);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_model_keeps_VIX_bit_for_bit_after_the_lake_has_the_own_index_until_it_is_trained_again()
    {
        var (alone, joined) = (new Run(folder["alone"]), new Run(folder["joined"]));
        foreach (var run in new[] { alone, joined })
        {
            run.Write(Trained, ownTo: null);
            var ingest = await run.DoneAsync("ingest");
            Assert.Contains("^VXN: there is no file", ingest.Error, StringComparison.Ordinal);
            Assert.Contains("`features` uses ^VIX", ingest.Error, StringComparison.Ordinal);
            Assert.Contains("the lake has no bars of ^VXN.", (await run.DoneAsync("features")).Error, StringComparison.Ordinal);
            await run.DoneAsync("train", "--model", "vix-calibrated");
            await run.DoneAsync("forecast");
        }

        alone.Write(Later, ownTo: null);
        joined.Write(Later, ownTo: Later);
        foreach (var run in new[] { alone, joined })
        {
            await run.DoneAsync("ingest");
            var features = await run.DoneAsync("features");
            Assert.Equal(run == alone, features.Error.Contains("in place of its own index", StringComparison.Ordinal));
        }
        var expected = await alone.ForecastAsync();
        var kept = await joined.ForecastAsync();
        Assert.Equal(expected.GetRawText(), kept.GetRawText());
        Assert.Equal(alone.Close("VIX", Later), kept.GetProperty("implied_volatility_points").GetDouble());
        Assert.Contains("reproduced bit for bit", (await joined.DoneAsync("reproduce", $"{Later:yyyy-MM-dd}")).Out,
            StringComparison.Ordinal);
        Assert.Contains("reproduced bit for bit", (await joined.DoneAsync("reproduce", $"{Trained:yyyy-MM-dd}")).Out,
            StringComparison.Ordinal);
        Assert.Equal(
            (await alone.DoneAsync("explain", "--json")).Out, (await joined.DoneAsync("explain", "--json")).Out);

        // The own index was downloaded after that session, so the answer is made without it.
        var asOf = await joined.ForecastAsync("--as-of", $"{Trained:yyyy-MM-dd}");
        Assert.Equal(joined.Close("VIX", Trained), asOf.GetProperty("implied_volatility_points").GetDouble());

        await joined.DoneAsync("train", "--model", "vix-calibrated");
        await joined.DoneAsync("registry", "promote", "2", "--force", "--reason", "the test");
        var own = await joined.ForecastAsync();
        Assert.Equal(2, own.GetProperty("model_version").GetInt32());
        Assert.Equal(joined.Close("VXN", Later), own.GetProperty("implied_volatility_points").GetDouble());
        Assert.Contains("reproduced bit for bit", (await joined.DoneAsync("reproduce", $"{Later:yyyy-MM-dd}")).Out,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backtest_up_to_a_day_that_the_own_index_covers_uses_it_and_what_comes_later_changes_nothing()
    {
        var (end, cut) = (new DateOnly(2008, 3, 31), new DateOnly(2008, 4, 7));
        var (whole, early, other) = (new Run(folder["whole"]), new Run(folder["early"]), new Run(folder["other"]));
        whole.Write(Later, ownTo: end);
        early.Write(cut, ownTo: end);
        other.Write(Later, ownTo: end);
        other.Volcast.Environment["VOLCAST_IMPLIED_VOLATILITY"] = "QQQ=^VIX";
        foreach (var run in new[] { whole, early, other })
        {
            await run.DoneAsync("ingest");
            var features = await run.DoneAsync("features");
            Assert.Equal(run == whole, features.Error.Contains(
                "the bars of ^VXN end on 2008-03-31", StringComparison.Ordinal));
            await run.DoneAsync("backtest", "--models", "vix-calibrated,har", "--from", "2007-06-01", "--to", "2008-03-31",
                "--out", "backtest.csv");
        }
        Assert.Equal(whole.Read("backtest.csv"), early.Read("backtest.csv"));
        Assert.NotEqual(whole.Read("backtest.csv"), other.Read("backtest.csv"));

        var settings = await whole.Volcast.RunAsync("forecast", "--target", "QQQ");
        Assert.NotEqual(ExitCode.Done, settings.ExitCode);
        whole.Volcast.Environment["VOLCAST_IMPLIED_VOLATILITY"] = "QQQ=^VIX";
        var changed = await whole.Volcast.RunAsync("backtest", "--target", "QQQ", "--models", "har", "--from", "2007-06-01");
        Assert.Contains("were computed with ^VXN, which the settings do not name for it. Run `./volcast features",
            changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_own_index_has_ended_a_daily_run_makes_a_champion_that_can_forecast_without_waiting()
    {
        // A month and more before the last session: a few missing sessions are no end.
        var end = new DateOnly(2008, 8, 29);
        var run = new Run(folder["ended"]);
        run.Write(end, ownTo: end);
        await run.DoneAsync("ingest");
        await run.DoneAsync("features");
        await run.DoneAsync("train", "--model", "vix-calibrated");
        await run.DoneAsync("registry", "promote", "1", "--force", "--reason", "the test");
        Assert.Equal(run.Close("VXN", end),
            (await run.ForecastAsync()).GetProperty("implied_volatility_points").GetDouble());

        // The index ends, and the bars go on.
        run.Write(Later, ownTo: end);
        var daily = await run.Volcast.RunAsync("run-daily", "--target", "QQQ", "--horizon", "5");
        const string Lost = "The champion learnt from ^VXN, which has no value on the newest sessions, so it cannot forecast.";
        Assert.True((daily.Out + daily.Error).Contains(Lost, StringComparison.Ordinal), daily.Out + daily.Error);
        Assert.Contains("does not wait for sessions as a shadow", daily.Out + daily.Error, StringComparison.Ordinal);
        var forecast = await run.ForecastAsync();
        Assert.Equal((2, run.Close("VIX", Later)), (forecast.GetProperty("model_version").GetInt32(),
            forecast.GetProperty("implied_volatility_points").GetDouble()));
        var again = await run.Volcast.RunAsync("run-daily", "--target", "QQQ", "--horizon", "5");
        Assert.DoesNotContain(Lost, again.Out + again.Error, StringComparison.Ordinal);
    }

    /// <summary>A month of ^VXN is missing, and then it resumes. During the gap nobody knows that it will.</summary>
    [Fact]
    public async Task What_comes_after_a_gap_of_the_own_index_does_not_change_what_was_decided_during_the_gap()
    {
        var (end, during) = (new DateOnly(2008, 8, 29), new DateOnly(2008, 10, 1));
        var (resumed, cut) = (new Run(folder["resumed"]), new Run(folder["cut"]));
        foreach (var run in new[] { resumed, cut })
        {
            run.Write(end, ownTo: end);
            await run.DoneAsync("ingest");
            await run.DoneAsync("features");
            await run.DoneAsync("train", "--model", "vix-calibrated");
            await run.DoneAsync("registry", "promote", "1", "--force", "--reason", "the test");
        }
        resumed.Write(Later, ownTo: Later);
        resumed.RemoveOwnIndex(after: end, before: Later);
        cut.Write(during, ownTo: end);
        foreach (var run in new[] { resumed, cut })
        {
            await run.Volcast.RunAsync("ingest", "--target", "QQQ");
            await run.DoneAsync("features");
            Assert.Equal(new LostIndex("^VXN", end), await run.LostIndexAsync(during));
            // Five sessions late is late, and not the end.
            Assert.Null(await run.LostIndexAsync(TradingCalendar.Nyse.Add(end, IndexChoice.MostSessionsBehind)));
        }
        Assert.Null(await resumed.LostIndexAsync(Later));
    }

    /// <summary>A replay makes the successor as the daily run does, and on the same day whether the index resumes later or
    /// not.</summary>
    [Fact]
    public async Task A_replay_replaces_the_champion_after_the_index_has_ended_and_does_not_know_that_it_resumes()
    {
        var (end, during) = (new DateOnly(2008, 8, 29), new DateOnly(2008, 10, 1));
        var (resumed, cut) = (new Run(folder["resumed"]), new Run(folder["cut"]));
        var first = new DateOnly(2003, 6, 2); // Long enough for the gate of a first version.
        resumed.Write(Later, ownTo: Later, first);
        resumed.RemoveOwnIndex(after: end, before: Later);
        cut.Write(during, ownTo: end, first);
        var reports = new List<string>();
        foreach (var run in new[] { resumed, cut })
        {
            await run.Volcast.RunAsync("ingest", "--target", "QQQ");
            await run.DoneAsync("features");
            reports.Add((await run.DoneAsync("replay", "--from", "2008-08-18", "--to", $"{during:yyyy-MM-dd}", "--out", "replay",
                "--json")).Out);
        }
        Assert.Equal(reports[0], reports[1]);
        using var json = JsonDocument.Parse(reports[0]);
        var report = json.RootElement[0];
        Assert.Equal((1, 1), (report.GetProperty("retrained").GetInt32(), report.GetProperty("promoted").GetInt32()));
        // The index is lost on the sixth session after its last one.
        Assert.All(report.GetProperty("actions").EnumerateArray(),
            action => Assert.Equal("2008-09-09", action.GetProperty("session").GetString()));
        // Of the 32 sessions, the five on which the index was only late have no forecast.
        Assert.Equal(27, report.GetProperty("sessions").GetInt32());
    }

    [Fact]
    public async Task Two_targets_of_one_run_share_an_index_and_one_of_them_can_lose_it_by_a_setting()
    {
        var run = new Run(folder["shared"]);
        run.Write(Trained, ownTo: null);
        run.Copy("SPY", "GOOG", Trained, 1.3);
        run.Copy("SPY", "GOOGL", Trained, 1.2);
        run.Copy("VIX", "VXGOG", Trained, 1.4);
        const string Both = "GOOG,GOOGL";
        var ingest = await run.Volcast.RunAsync("ingest", "--target", Both);
        Assert.True(ingest.ExitCode == ExitCode.Done, ingest.Out + ingest.Error);
        Assert.Single(ingest.Out.Split('\n'), line => line.Contains("^VXGOG", StringComparison.Ordinal));
        foreach (var command in (string[][])[["features"], ["train", "--model", "vix-calibrated", "--promote-first"]])
            Assert.Equal(ExitCode.Done, (await run.Volcast.RunAsync([.. command, "--target", Both])).ExitCode);
        Assert.Equal([run.Close("VXGOG", Trained), run.Close("VXGOG", Trained)], await ImpliedAsync());

        // A model keeps the index that it learnt from.
        run.Volcast.Environment["VOLCAST_IMPLIED_VOLATILITY"] = "GOOGL=^VIX";
        foreach (var command in (string[][])[["features"], ["train", "--model", "vix-calibrated"],
            ["registry", "promote", "volcast-GOOGL-5d/2", "--force", "--reason", "the test"]])
            Assert.Equal(ExitCode.Done, (await run.Volcast.RunAsync(
                command[0] == "registry" ? command : [.. command, "--target", Both])).ExitCode);
        Assert.Equal([run.Close("VXGOG", Trained), run.Close("VIX", Trained)], await ImpliedAsync());

        async Task<double[]> ImpliedAsync()
        {
            var made = await run.Volcast.RunAsync("forecast", "--target", Both, "--json");
            using var json = JsonDocument.Parse(made.Out);
            return [.. json.RootElement.EnumerateArray().Select(
                one => one.GetProperty("forecast").GetProperty("implied_volatility_points").GetDouble())];
        }
    }

    /// <summary>A working folder with its csv files and its lake.</summary>
    private sealed class Run
    {
        private readonly string place;

        public Run(string place)
        {
            Directory.CreateDirectory(place);
            this.place = place;
            Volcast = new VolcastUnderTest(place);
            Volcast.Environment["VOLCAST_SOURCE"] = "csv";
            Volcast.Environment["VOLCAST_CSV_PATH"] = Path.Combine(place, "prices");
            Volcast.Environment["VOLCAST_MAX_AGE"] = "10";
        }

        public VolcastUnderTest Volcast { get; }

        /// <summary>Writes the files with the sessions up to a day, and sets the clock to the day after it.</summary>
        /// <param name="last">The last session.</param>
        /// <param name="ownTo">The last session of ^VXN; null for no file.</param>
        /// <param name="first">The first session; null for <see cref="First"/>.</param>
        public void Write(DateOnly last, DateOnly? ownTo, DateOnly? first = null)
        {
            var prices = Path.Combine(place, "prices");
            Volcast.Environment["VOLCAST_NOW"] = $"{last.AddDays(1):yyyy-MM-dd}T12:00:00Z";
            SimulatedCsv.Write(prices, first ?? First, Later);
            foreach (var file in Directory.GetFiles(prices))
                File.WriteAllLines(file, Until(file, last));
            Copy("SPY", "QQQ", last, .9);
            if (ownTo is { } end)
                Copy("VIX", "VXN", end, 1.05);
        }

        /// <summary>Writes a file with the rows of another up to a day. Two symbols with the same moves would be a finding.</summary>
        public void Copy(string from, string to, DateOnly end, double power)
        {
            var prices = Path.Combine(place, "prices");
            var lines = Until(Path.Combine(prices, $"{from}.csv"), end);
            File.WriteAllLines(
                Path.Combine(prices, $"{to}.csv"), [lines[0], .. lines[1..].Select(line => Moved(line, power))]);
        }

        /// <summary>The header and the rows up to a day. The files of a shorter market would have other adjusted closes.</summary>
        private static string[] Until(string file, DateOnly day) => [.. File.ReadAllLines(file)
            .Where(line => !char.IsAsciiDigit(line[0]) || string.CompareOrdinal(line[..10], $"{day:yyyy-MM-dd}") <= 0)];

        public double Close(string name, DateOnly day) => double.Parse(
            File.ReadLines(Path.Combine(place, "prices", $"{name}.csv"))
                .Single(line => line.StartsWith($"{day:yyyy-MM-dd}", StringComparison.Ordinal)).Split(',')[4],
            CultureInfo.InvariantCulture);

        /// <summary>Deletes the rows of ^VXN between two sessions.</summary>
        public void RemoveOwnIndex(DateOnly after, DateOnly before)
        {
            var file = Path.Combine(place, "prices", "VXN.csv");
            File.WriteAllLines(file, [.. File.ReadAllLines(file).Where(line => !char.IsAsciiDigit(line[0])
                || string.CompareOrdinal(line[..10], $"{after:yyyy-MM-dd}") <= 0
                || string.CompareOrdinal(line[..10], $"{before:yyyy-MM-dd}") >= 0)]);
        }

        /// <summary>The index that the first version has lost by what was known on a session.</summary>
        public async Task<LostIndex?> LostIndexAsync(DateOnly session)
        {
            await using var lake = await DataLake.OpenLocalAsync(Path.Combine(place, "data", "lake"));
            var registry = new LocalModelRegistry(Path.Combine(place, "data", "mlruns"));
            return await LostIndex.OfAsync(lake.Until(session), registry, AssetRoles.For(Symbol.Parse("QQQ")),
                await registry.GetVersionAsync("volcast-QQQ-5d", 1), session, TradingCalendar.Nyse, default);
        }

        public string Read(string file) => File.ReadAllText(Path.Combine(place, file));

        public async Task<VolcastUnderTest.Result> DoneAsync(string command, params string[] more)
        {
            string[] arguments = command switch
            {
                "reproduce" => [command, "QQQ", .. more],
                "registry" => [command, more[0], "--target", "QQQ", .. more[1..]],
                _ => [command, "--target", "QQQ", .. more],
            };
            var result = await Volcast.RunAsync(arguments);
            Assert.True(result.ExitCode is ExitCode.Done, $"{string.Join(' ', arguments)}: {result.ExitCode} {result.Out}{result.Error}");
            return result;
        }

        /// <summary>The forecast of <c>forecast --json</c>.</summary>
        public async Task<JsonElement> ForecastAsync(params string[] more)
        {
            using var json = JsonDocument.Parse((await DoneAsync("forecast", ["--json", .. more])).Out);
            var root = json.RootElement;
            return (root.ValueKind == JsonValueKind.Array ? root[0] : root).GetProperty("forecast").Clone();
        }

        private static string Moved(string line, double power)
        {
            var cells = line.Split(',');
            for (var i = 1; i <= 5; i++)
                if (cells[i].Length > 0)
                    cells[i] = Math.Pow(double.Parse(cells[i], CultureInfo.InvariantCulture), power)
                        .ToString(CultureInfo.InvariantCulture);
            return string.Join(',', cells);
        }
    }
}
