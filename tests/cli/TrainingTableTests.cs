using Volcast.Cli.Output;
using Volcast.Evaluation;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Training;

namespace Volcast.Cli.Tests;

public sealed class TrainingTableTests : IDisposable
{
    private readonly StringWriter page = new();
    private readonly StringWriter notes = new();

    public void Dispose()
    {
        page.Dispose();
        notes.Dispose();
    }

    private static TrainingReport Report(string model) => new(
        model, 12, IsNew: true, new(2010, 1, 4), new(2021, 12, 23),
        [
            new("har", 3016, .5167, 1, .4, new Reason("not regressed"), .8),
            new("volcast", 3016, .3887, .752, .586, new Reason("not regressed"), .798),
        ])
    {
        Recipe = "volcast",
    };

    private string[] Written(params TrainingReport[] reports)
    {
        var terminal = new Terminal(new Shell(page, notes, _ => null, Path.GetTempPath()) { Width = 60, BreaksLines = true });
        var table = new TrainingTable(terminal, DataKind.Simulated, "mlruns");
        foreach (var report in reports)
            table.Write(report);
        return page.ToString().Split(page.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void Each_training_is_one_line_that_holds_at_60_columns()
    {
        var lines = Written(Report("volcast-SPY-5d"), Report("volcast-BRK-B-22d"));
        Assert.Contains("(SIMULATED)", string.Join('\n', lines), StringComparison.Ordinal);
        Assert.Equal(
            [
                "model              version  origins   QLIKE   /HAR  covers",
                "volcast-SPY-5d          12    3,016  0.3887  0.752  79.8 %",
                "volcast-BRK-B-22d       12    3,016  0.3887  0.752  79.8 %",
            ], lines[^3..].Select(line => line.Replace('\u00a0', ' ')));
        Assert.All(lines, line => Assert.True(line.Length <= 60, line));
    }

    [Fact]
    public void A_training_that_was_done_before_is_one_line() => Assert.Equal(
        "volcast-SPY-5d           3 was registered before: nothing to do",
        Written(new TrainingReport("volcast-SPY-5d", 3, IsNew: false, null, null, []) { Recipe = "volcast" })[^1]);

    [Fact]
    public void Skipped_origins_and_reused_parameters_are_one_note_for_each_training()
    {
        DateOnly day = new(2020, 1, 2);
        Written(Report("volcast-SPY-5d") with
        {
            SkippedOrigins =
            [
                new("vix", day, day, SkipCause.AbsentInput, "a.") { Origins = 2 },
                new("vix", day, day, SkipCause.AbsentInput, "b.") { Origins = 5 },
                new("shar", day, day, SkipCause.AbsentInput, "c.") { Origins = 1 },
            ],
            ReusedParameters =
                [new("garch", day, day, day, "d."), new("garch", day, day, day, "the likelihood did not converge.")],
        });
        Assert.Equal(
            [
                "volcast-SPY-5d: vix skipped 7 origins, shar skipped 1 origin.",
                "warning: volcast-SPY-5d: garch could not be refitted 2 times and reuses earlier parameters; the last time "
                    + "because the likelihood did not converge.",
            ], notes.ToString().Split(notes.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
