using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Prediction;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast outcomes</c></summary>
internal static class OutcomesCommand
{
    public static Command Create(Shell shell)
    {
        var json = new Option<bool>("--json") { Description = "print a JSON array instead of text" };
        return JobCommand.Create(
            shell, "outcomes",
            "Stores what happened after each forecast, scores the forecasts and prints the scores of every model. Without "
            + "--horizon it prints all horizons.",
            [Targets, Horizon with { ShownDefault = null }, Data, Source], [json],
            async (context, parsed, stop) =>
            {
                await using var lake = await context.OpenExistingLakeForWritingAsync(stop);
                var failed = Stages.NoFailures(context);
                using var pipeline = context.OpenPipeline(lake);
                var pages = new List<OutcomesPage>();
                await foreach (var scored in pipeline.OutcomesAsync(context.Targets, failed, stop))
                    pages.Add(new(scored, lake.Kind,
                    [
                        .. (await ScoreSummary.ReadAsync(lake, scored.Outcomes.Target, stop))
                            .Where(one => !context.Settings.IsGiven(Horizon) || context.Horizons.Contains(one.Horizon)),
                    ]));
                if (parsed.GetValue(json))
                    OutcomesJson.Write(context.Terminal, pages);
                else
                    OutcomesView.Write(context.Terminal, pages);
                return Stages.Finish(context, failed);
            });
    }
}
