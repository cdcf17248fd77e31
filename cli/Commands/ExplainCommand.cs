using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Hosting;
using Volcast.Services.Forecasts;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast explain</c></summary>
internal static class ExplainCommand
{
    public static Command Create(Shell shell)
    {
        var date = Day("--date", "the forecast origin, YYYY-MM-DD [default: the newest settled session]");
        var from = Day("--from", "first of several origins, YYYY-MM-DD: shows each input's importance over them");
        var to = Day("--to", "last of several origins, YYYY-MM-DD [default: the newest]");
        var since = Day("--since", "also what changed since an earlier origin: YYYY-MM-DD, or `previous` for the session before");
        var interactions = new Option<bool>("--interactions")
        {
            Description = "also show the interactions of the inputs in the model's trees, at the last origin",
        };
        var json = new Option<bool>("--json") { Description = "print JSON instead of text" };
        var output = new OutputFile("csv file to write: a row for each origin and input");
        return JobCommand.Create(
            shell, "explain", "Shows each input's contribution to the forecast, at one origin or over many. Stores nothing.",
            [Targets, OneHorizon, Data, Source], [date, from, to, since, interactions, json, output.Option],
            async (context, parsed, stop) =>
            {
                if (context.Targets is not [var roles])
                    throw new SettingException("Give one --target: an explanation covers one.");
                var (day, first, last) = (Of(date), Of(from), Of(to));
                if (day is not null && (first ?? last) is not null)
                    throw new SettingException("--date is for one origin, --from and --to are for several: give either.");
                if (last is not null && first is null)
                    throw new SettingException("--to needs --from; for a single origin give --date.");
                if (first > last)
                    throw new SettingException($"--from {first:yyyy-MM-dd} is after --to {last:yyyy-MM-dd}.");
                var isPrevious = parsed.GetValue(since) == "previous";
                if (parsed.GetValue(since) is not null && first is not null)
                    throw new SettingException("--since compares two origins, --from and --to are for several: give either.");
                var path = output.Of(parsed, context);
                await using var lake = await context.OpenLakeAsync(stop);
                var report = await new ExplainJob(
                    lake, context.OpenRegistry(lake.Kind), context.Calendar, context.Clock).RunAsync(
                    new ExplainRequest(roles, context.Horizon)
                    {
                        From = first,
                        To = day ?? last,
                        Since = isPrevious ? null : Of(since),
                        SincePrevious = isPrevious,
                        WithInteractions = parsed.GetValue(interactions),
                    }, stop);
                if (parsed.GetValue(json))
                    ExplainJson.Write(context.Terminal, report);
                else
                    ExplainView.Write(context.Terminal, report, parsed.GetValue(interactions));
                if (path is not null)
                    context.Terminal.Note("Contributions at every origin: "
                        + OutputFile.Write(context, path, writer => ExplainCsv.Write(writer, report)));
                return ExitCode.Done;

                DateOnly? Of(Option<string?> option) => OriginRange.Day(option.Name, parsed.GetValue(option));
            });
    }

    private static Option<string?> Day(string name, string description) =>
        new(name) { Description = description, HelpName = "date" };
}
