using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Cli.Pipeline;
using Volcast.Hosting;
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
        var asOf = new Option<string?>("--as-of")
        {
            Description = "answer what the system would have said on this session, YYYY-MM-DD, from the downloads and versions "
                + "before the open of the next one; stores nothing",
            HelpName = "date",
        };
        var above = new NumberFlag(
            "--above", "also give the probability that volatility exceeds this level in percent, such as 25", "percent",
            $"a number of percent greater than 0 and at most {ForecastFigures.HighestLevelPoints}, such as 25 or 25.5",
            points => points is > 0 and <= ForecastFigures.HighestLevelPoints);
        return JobCommand.Create(
            shell, "forecast", "Forecasts from the newest settled session, explains the forecast and stores it in the lake.",
            [Targets, Horizon, Data, Source, MaximumAge], [json, detail, asOf, provisional, above.Option],
            async (context, parsed, stop) =>
            {
                var (points, session) = (above.Of(parsed), OriginRange.Day("--as-of", parsed.GetValue(asOf)));
                var (failed, requests) = (Stages.NoFailures(context), Requests(context, parsed.GetValue(provisional), points / 100));
                var reports = session is { } day
                    ? await AsOfAsync(context, day, requests, failed, stop)
                    : await NewestAsync(context, requests, failed, stop);
                Stages.WriteForecasts(context, reports, failed, parsed.GetValue(json), parsed.GetValue(detail));
                return Stages.Finish(
                    context, failed, reports.Any(report => report.Age(context.MaximumAge).ExceedsMaximum));
            });
    }

    private static ForecastRequest[] Requests(CommandContext context, bool isProvisional, double? above) =>
    [
        .. from roles in context.Targets
           from horizon in context.Horizons
           select new ForecastRequest(roles, horizon, isProvisional, above) { IsOfTermStructure = context.Horizons.Count > 1 },
    ];

    private static async Task<IReadOnlyList<ForecastReport>> NewestAsync(
        CommandContext context, ForecastRequest[] requests, FailedTargets failed, CancellationToken stop)
    {
        await using var lake = await context.OpenExistingLakeForWritingAsync(stop);
        return await Stages.ForecastAsync(context, lake, requests, failed, stop);
    }

    private static async Task<IReadOnlyList<ForecastReport>> AsOfAsync(
        CommandContext context, DateOnly session, ForecastRequest[] requests, FailedTargets failed, CancellationToken stop)
    {
        if (requests.Any(request => request.IsProvisional))
            throw new SettingException("--as-of and --provisional exclude each other: --as-of answers from settled sessions, and "
                + "a provisional forecast is from a bar that has not settled. Leave out one of them.");
        AsOfForecast.Require(session, context.Calendar, context.Clock.GetUtcNow());
        await using var lake = await context.OpenLakeAsync(stop);
        var registry = context.OpenRegistry(lake.Kind);
        using var disposable = registry as IDisposable;
        return await new AsOfForecast(lake, registry, context.Calendar, context.Clock, context.Sources)
            .RunAsync(requests, session, failed, stop);
    }
}
