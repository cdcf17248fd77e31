using System.Text.Json.Nodes;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Cli.Tests.Pipeline;

/// <summary>A lake with live forecasts from Friday, 2024-06-14, and what came after them: a download that restates a bar, a bar of
/// each new session, and another champion.</summary>
public sealed class RestatedRun(SimulatedRun demo) : IAsyncLifetime
{
    /// <summary>Before Monday's open: a forecast from Friday is live.</summary>
    private const string Saturday = "2024-06-15T12:00:00Z";

    /// <summary>Nobody ran ingest on Tuesday; Wednesday was a holiday. The newest settled session is Tuesday.</summary>
    private const string Thursday = "2024-06-20T12:00:00Z";

    private readonly TemporaryFolder folder = new();

    public string Data => folder["data"];

    internal VolcastUnderTest Volcast { get; private set; } = null!;

    /// <summary>What <c>forecast --json</c> printed on Saturday, over 1 and 5 sessions.</summary>
    internal Dictionary<int, JsonNode> Live { get; } = [];

    /// <summary>What <c>forecast --as-of 2024-06-14</c> printed on Monday afternoon, before any later download.</summary>
    internal string AnswerOnMonday { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        FolderBytes.Copy(demo.Folder, folder.Path);
        Volcast = new VolcastUnderTest(folder.Path);
        // The look-back of the demo: a longer history would be another series.
        Volcast.Environment["LOOKBACK_PERIOD"] = "5y";
        Volcast.Environment["VOLCAST_NOW"] = Saturday;
        await RunAsync("ingest");
        await RunAsync("features");
        await RunAsync("train", "--horizon", "1", "--model", "har", "--promote-first");
        foreach (var horizon in new[] { 1, 5 })
            Live[horizon] = Only(await RunAsync("forecast", "--horizon", $"{horizon}", "--json"));

        Volcast.Environment["VOLCAST_NOW"] = "2024-06-17T20:00:00Z";
        AnswerOnMonday = (await RunAsync("forecast", "--as-of", "2024-06-14")).Out;

        Volcast.Environment["VOLCAST_NOW"] = Thursday;
        await RestateAsync("2024-05-29", new(2024, 6, 18, 20, 0, 0, TimeSpan.Zero));
        await RunAsync("ingest");
        await RunAsync("features");
        foreach (var horizon in new[] { "1", "5" })
        {
            await RunAsync("train", "--model", "har", "--horizon", horizon);
            await RunAsync("registry", "promote", "2", "--horizon", horizon, "--force", "--reason", "a test", "--by", "ana");
        }
        await RunAsync("forecast");
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal async Task<VolcastUnderTest.Result> RunAsync(params string[] arguments)
    {
        var result = await Volcast.RunAsync([.. arguments, "--source", "simulated"]);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Error}{result.Out}");
        return result;
    }

    internal static JsonNode Only(VolcastUnderTest.Result result) =>
        Assert.Single(JsonNode.Parse(result.Out)!.AsArray())!;

    /// <summary>Adds a download in which one close of SPY, with its high, is 2 % higher.</summary>
    private async Task RestateAsync(string day, DateTimeOffset retrievedAt)
    {
        var stop = TestContext.Current.CancellationToken;
        var spy = Symbol.Parse("SPY");
        await using var lake = await DataLake.OpenLocalForWritingAsync(
            folder["data/simulated/lake"], DataKind.Simulated, cancellationToken: stop);
        var bars = (await lake.ReadDownloadAsync((await lake.DownloadsAsync(spy, cancellationToken: stop))[0], stop)).Bars;
        var row = bars.IndexOf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        bars.Close[row] *= 1.02;
        bars.AdjustedClose[row] *= 1.02;
        bars.High[row] = Math.Max(bars.High[row], bars.Close[row]);
        await lake.AddDownloadAsync(spy, "simulated", retrievedAt, bars, stop);
    }
}

/// <summary><c>volcast forecast --as-of</c> and <c>volcast reproduce</c> after the past was restated.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(nameof(SimulatedRun))]
public sealed class AsOfForecastTests(RestatedRun run) : IClassFixture<RestatedRun>
{
    private Task<VolcastUnderTest.Result> AsOfAsync(string day, params string[] further) =>
        run.Volcast.RunAsync(["forecast", "--as-of", day, .. further, "--source", "simulated"]);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task It_is_the_live_forecast_of_then_in_every_number_after_a_revision_and_a_promotion(int horizon)
    {
        var answer = RestatedRun.Only(await run.RunAsync("forecast", "--as-of", "2024-06-14", "--horizon", $"{horizon}", "--json"));
        var known = answer["as_of_answer"]!;
        Assert.Equal(("2024-06-14", new DateTimeOffset(2024, 6, 17, 13, 30, 0, TimeSpan.Zero), true), ($"{known["session"]}",
            known["before"]!.GetValue<DateTimeOffset>(), known["equals_published"]!.GetValue<bool>()));
        Assert.Empty(known["differs_in"]!.AsArray());
        Assert.Equal("1", $"{answer["forecast"]!["model_version"]}");
        Assert.Equal("champion", $"{answer["model_alias"]}");
        answer["as_of_answer"] = null;
        Assert.True(JsonNode.DeepEquals(run.Live[horizon], answer), $"{run.Live[horizon]}\n{answer}");
        // What was compared is there: intervals, tail risks, contributions, and the one-session model behind the next session's.
        var forecast = answer["forecast"]!;
        Assert.Equal((2, horizon == 1 ? 3 : 6, horizon == 1 ? "" : "volcast-SPY-1d"),
            (forecast["volatility_intervals"]!.AsArray().Count, forecast["tail_risk"]!.AsArray().Count,
                $"{forecast["one_session_model"]}"));
        Assert.NotEmpty(answer["explanation"]!["contributions"]!.AsArray());
    }

    [Fact]
    public async Task The_forecast_of_now_differs_so_the_past_is_not_answered_from_the_bars_of_now()
    {
        var now = RestatedRun.Only(await run.RunAsync("forecast", "--json"));
        Assert.Equal(("2024-06-18", "2"), ($"{now["forecast"]!["forecast_origin"]}", $"{now["forecast"]!["model_version"]}"));
        Assert.Null(now["as_of_answer"]);
        var reproduced = await run.RunAsync("reproduce", "SPY", "2024-06-14");
        Assert.Contains("SPY: the download of 2024-06-18 20:00 UTC or an earlier one has changed or added", reproduced.Error,
            StringComparison.Ordinal);
        Assert.Contains("The bars of now give a volatility of ", reproduced.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reproduce_agrees_from_the_downloads_of_then()
    {
        var lines = (await run.RunAsync("reproduce", "SPY", "2024-06-14")).Out.Trim().Split('\n');
        var live = lines.Where(line => line.Contains(", live: ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, live.Length);
        Assert.All(lines, line => Assert.Matches(
            "^SPY [15]d from 2024-06-14, .*: reproduced bit for bit, volatility .*, from the downloads before 2024-06-17 13:30 UTC$",
            line));
        var volatility = run.Live[5]["forecast"]!["volatility"]!.GetValue<double>();
        Assert.Contains(live, line => line.Contains(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"5d from 2024-06-14, volcast-SPY-5d/1, live: reproduced bit for bit, volatility {volatility:P2}"),
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task Later_downloads_and_versions_change_no_byte_of_the_answer()
    {
        Assert.StartsWith("AS OF 2024-06-14: from the downloads and versions before 2024-06-17 13:30 UTC, the open of the next session. "
            + "Nothing is stored.", run.AnswerOnMonday, StringComparison.Ordinal);
        Assert.Contains("It equals the stored live forecast of this version in every number.", run.AnswerOnMonday,
            StringComparison.Ordinal);
        Assert.Equal(run.AnswerOnMonday, (await run.RunAsync("forecast", "--as-of", "2024-06-14")).Out);
    }

    [Fact]
    public async Task A_day_without_ingest_is_answered_from_the_newest_session_that_was_known()
    {
        var answer = await run.RunAsync("forecast", "--as-of", "2024-06-17");
        Assert.Equal("STALE: not a forecast of SPY over the sessions after 2024-06-17: 1 session has settled since 2024-06-14.",
            answer.Out.Split('\n')[1].TrimEnd());
        var json = RestatedRun.Only(await run.RunAsync("forecast", "--as-of", "2024-06-17", "--json"));
        Assert.Equal(("2024-06-14", 1, true), ($"{json["forecast"]!["forecast_origin"]}",
            json["forecast"]!["sessions_behind"]!.GetValue<int>(), json["as_of_answer"]!["equals_published"]!.GetValue<bool>()));
        Assert.True(JsonNode.DeepEquals(run.Live[5]["forecast"]!["variance"], json["forecast"]!["variance"]));
        Assert.Equal(ExitCode.NeedsAttention, (await AsOfAsync("2024-06-17", "--max-age", "0")).ExitCode);
    }

    [Fact]
    public async Task The_restated_bars_and_the_new_champion_count_for_the_first_session_whose_next_open_they_precede()
    {
        var json = RestatedRun.Only(await run.RunAsync("forecast", "--as-of", "2024-06-18", "--json"));
        Assert.Equal(("2024-06-18", "2", true), ($"{json["forecast"]!["forecast_origin"]}",
            $"{json["forecast"]!["model_version"]}", json["as_of_answer"]!["equals_published"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Several_horizons_are_answered_together()
    {
        var answer = await run.RunAsync("forecast", "--as-of", "2024-06-14", "--horizon", "1,5", "--above", "25");
        Assert.StartsWith("AS OF 2024-06-14: ", answer.Out, StringComparison.Ordinal);
        Assert.Contains("SPY from 2024-06-14: annualised volatility", answer.Out, StringComparison.Ordinal);
        Assert.Contains("5 sessions: It equals the stored live forecast of this version in every number.", answer.Out,
            StringComparison.Ordinal);
        Assert.Contains("Probability above 25 %: 1 session", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_horizon_whose_model_came_later_is_named_and_the_others_are_answered()
    {
        // The one-session model was registered on Saturday, after Friday's open.
        var answer = await AsOfAsync("2024-06-13", "--horizon", "1,5");
        Assert.Equal(ExitCode.Failed, answer.ExitCode);
        Assert.Contains("SPY from 2024-06-13: annualised volatility", answer.Out, StringComparison.Ordinal);
        Assert.Contains("1 session: no forecast. No version of volcast-SPY-1d could forecast as of 2024-06-13: only versions "
            + "registered before 2024-06-14 13:30 UTC count, the open of the next session, and the first one, version 1, was "
            + "registered at 2024-06-15 12:00 UTC.", answer.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_first_download_it_refuses_and_says_from_when_on_it_can_answer()
    {
        var refused = await AsOfAsync("2024-06-12");
        Assert.Equal((ExitCode.Failed, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("SPY cannot be answered as of 2024-06-12: only downloads before 2024-06-13 13:30 UTC count, the open of the "
            + "next session, and the first download of SPY is from 2024-06-14 10:00 UTC. The first session that can be answered is "
            + "2024-06-13. `./volcast replay --source simulated` lives through earlier sessions with the bars that the lake holds now.",
            refused.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await AsOfAsync("2024-06-13")).ExitCode);
    }

    [Theory]
    [InlineData("2024-06-15", "--as-of 2024-06-15 (Saturday) is not a session of the NYSE. The session before it is 2024-06-14.")]
    [InlineData("2024-05-27", "--as-of 2024-05-27 (Monday) is not a session of the NYSE. The session before it is 2024-05-24.")]
    [InlineData("2024-06-20", "--as-of 2024-06-20 has not settled at 2024-06-20 12:00 UTC. The newest settled session is 2024-06-18")]
    [InlineData("2099-01-02", "--as-of 2099-01-02 has not settled")]
    [InlineData("1989-12-29", "--as-of 1989-12-29 is before the calendar, which begins on 1990-01-01.")]
    [InlineData("14.06.2024", "'14.06.2024' given by --as-of: expected a date such as 2021-12-31.")]
    [InlineData("", "'' given by --as-of: expected a date such as 2021-12-31.")]
    public async Task A_day_that_is_no_settled_session_is_refused(string day, string expected)
    {
        var refused = await AsOfAsync(day);
        Assert.Equal((ExitCode.Usage, ""), (refused.ExitCode, refused.Out));
        Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_that_acceptances_have_no_date_and_counts_none_of_a_later_session()
    {
        using var folder = new TemporaryFolder();
        FolderBytes.Copy(run.Data, folder["data"]);
        var stop = TestContext.Current.CancellationToken;
        var spy = Symbol.Parse("SPY");
        await using (var lake = await DataLake.OpenLocalForWritingAsync(
            folder["data/simulated/lake"], DataKind.Simulated, cancellationToken: stop))
            await lake.CommitAsync(FindingsTable.Schema, spy, FindingsTable.Of(spy,
                [Accepted(new(2024, 6, 3)), Accepted(new(2024, 6, 17))]).ToFrame(), cancellationToken: stop);
        var volcast = new VolcastUnderTest(folder.Path);
        volcast.Environment["VOLCAST_NOW"] = "2024-06-20T12:00:00Z";
        var answer = await volcast.RunAsync("forecast", "--as-of", "2024-06-14", "--source", "simulated");
        Assert.Equal(ExitCode.Done, answer.ExitCode);
        Assert.Contains("The data of SPY have 1 accepted finding, used as accepted: when a person accepted it is not recorded",
            answer.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("It equals the stored live forecast", answer.Out, StringComparison.Ordinal);

        static FindingRow Accepted(DateOnly session) => new()
        {
            Session = session,
            Kind = FindingKind.NoVolume,
            Detail = "no volume",
            IsWithheld = true,
            Status = FindingStatus.Accepted,
            Reason = "a test",
            AcceptedBy = "tester",
        };
    }

    [Fact]
    public async Task It_is_never_provisional()
    {
        var refused = await AsOfAsync("2024-06-14", "--provisional");
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("--as-of and --provisional exclude each other", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_written()
    {
        var before = FolderBytes.Of(run.Data);
        await AsOfAsync("2024-06-14", "--horizon", "1,5");
        await AsOfAsync("2024-06-17");
        await AsOfAsync("2024-06-12");
        await run.RunAsync("reproduce", "SPY", "2024-06-14");
        Assert.Equal(before, FolderBytes.Of(run.Data));
    }
}
