using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Hosting;
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
        var above = new Option<double?>("--above")
        {
            Description = "also give the chance that volatility goes beyond this, percent points, such as 25",
            HelpName = "points",
        };
        return JobCommand.Create(
            shell, "forecast", "Forecasts from the newest settled session, with the reasons, and stores the row: forecasts.",
            [Targets, Horizon, Data, Source], [json, provisional, above],
            async (run, parsed, stop) =>
            {
                var points = parsed.GetValue(above);
                if (points is { } level && !(level > 0 && double.IsFinite(level)))
                    throw new SettingException("--above needs a positive number of percent points, such as 25.");
                await using var lake = await run.OpenExistingLakeForWritingAsync(stop);
                var reports = await Stages.ForecastAsync(run, lake, parsed.GetValue(provisional), stop, points / 100);
                if (parsed.GetValue(json))
                    ForecastJson.Write(run.Terminal.Out, reports);
                else
                    foreach (var report in reports)
                        ForecastView.Write(run.Terminal, report);
                return ExitCode.Done;
            });
    }
}
