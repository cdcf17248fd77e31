using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Prediction;
using Volcast.Services.Forecasts;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast forecast</c></summary>
internal static class ForecastCommand
{
    public static Command Create(Shell shell)
    {
        var json = new Option<bool>("--json") { Description = "print a JSON array instead of text" };
        var provisional = new Option<bool>("--provisional")
        {
            Description =
                "forecast from the newest bar before it has settled; the forecast is marked as provisional and never scored",
        };
        var detail = new Option<bool>("--detail")
        {
            Description = $"print a page with the reasons for each target, even for more than {ForecastsView.MostPages} targets",
        };
        var above = new NumberFlag(
            "--above", "also give the probability that volatility exceeds this level in percent, such as 25", "percent",
            $"a number of percent greater than 0 and at most {ForecastFigures.HighestLevelPoints}, such as 25 or 25.5",
            points => points is > 0 and <= ForecastFigures.HighestLevelPoints);
        return JobCommand.Create(
            shell, "forecast", "Forecasts from the newest settled session, explains the forecast and stores it in the lake.",
            [Targets, Horizon, Data, Source, MaximumAge], [json, detail, provisional, above.Option],
            async (context, parsed, stop) =>
            {
                var points = above.Of(parsed);
                await using var lake = await context.OpenExistingLakeForWritingAsync(stop);
                var failed = Stages.NoFailures(context);
                var reports = await Stages.ForecastAsync(context, lake,
                    from roles in context.Targets
                    from horizon in context.Horizons
                    select new ForecastRequest(roles, horizon, parsed.GetValue(provisional), points / 100), failed, stop);
                Stages.WriteForecasts(context, reports, failed, parsed.GetValue(json), parsed.GetValue(detail));
                return Stages.Finish(
                    context, failed, reports.Any(report => report.Age(context.MaximumAge).ExceedsMaximum));
            });
    }
}
