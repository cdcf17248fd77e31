using System.CommandLine;
using Volcast.Cli.Output;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast forecast</c></summary>
internal static class ForecastCommand
{
    public static Command Create(Shell shell)
    {
        var json = new Option<bool>("--json") { Description = "print a JSON array for programs instead of a page for a person" };
        var provisional = new Option<bool>("--provisional")
        {
            Description = "forecast from tonight's bar, which has not settled; marked as such and never scored",
        };
        var above = new NumberFlag(
            "--above", "also give the chance that volatility goes beyond this, percent points, such as 25", "points",
            "a positive number of percent points, such as 25", points => points > 0);
        return JobCommand.Create(
            shell, "forecast", "Forecasts from the newest settled session, with the reasons, and stores the row: forecasts.",
            [Targets, Horizon, Data, Source], [json, provisional, above.Option],
            async (context, parsed, stop) =>
            {
                var points = above.Of(parsed);
                await using var lake = await context.OpenExistingLakeForWritingAsync(stop);
                var reports = await Stages.ForecastAsync(context, lake, parsed.GetValue(provisional), stop, points / 100);
                if (parsed.GetValue(json))
                    ForecastJson.Write(context.Terminal.Out, reports);
                else
                    foreach (var report in reports)
                        ForecastView.Write(context.Terminal, report);
                return ExitCode.Done;
            });
    }
}
