using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Services.Monitoring.Alerts;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast alerts list|test</c>: the alerts and their channels.</summary>
internal static class AlertsCommand
{
    public static Command Create(Shell shell) => new("alerts", "Lists the alerts and which are open, and tests their channels.")
    {
        List(shell),
        Test(shell),
    };

    private static Command List(Shell shell)
    {
        var json = Json();
        return JobCommand.Create(
            shell, "list", "Lists the alerts of the file with their channels, and where they are open.",
            [Alerts, Data, Source, Targets], [json], async (context, parsed, stop) =>
            {
                var (settings, file) = context.ReadAlerts();
                context.WarnOfUnwatchedTargets(settings);
                var (kind, open) = await OpenAsync(context, stop);
                var view = new AlertsView(settings, file, kind, open);
                if (parsed.GetValue(json))
                    view.WriteJson(context.Terminal);
                else
                    view.Write(context.Terminal);
                return ExitCode.Done;
            });
    }

    private static Command Test(Shell shell)
    {
        var json = Json();
        return JobCommand.Create(
            shell, "test", "Sends one message, marked as a test, by each channel. The exit code is 1 if a channel failed.",
            [Alerts, Data, Source], [json], async (context, parsed, stop) =>
            {
                var (settings, _) = context.ReadAlerts();
                using var channels = context.OpenChannels(settings);
                var session = context.Calendar.NewestSettled(context.Clock.GetUtcNow());
                var kind = await KindAsync(context, stop);
                var results = new List<(string Channel, string? Failure)>();
                foreach (var channel in channels.Names)
                {
                    // A server that hangs takes its time: the user sees which one it is, and each result at once.
                    context.Terminal.Note($"{channel}: sending");
                    var failure = await channels.TestAsync(channel, session, kind, stop);
                    results.Add((channel, failure));
                    if (!parsed.GetValue(json))
                        AlertsView.WriteTest(context.Terminal, channel, failure);
                }
                if (parsed.GetValue(json))
                    AlertsView.WriteTests(context.Terminal, settings, results);
                return results.Any(result => result.Failure is not null) ? ExitCode.Failed : ExitCode.Done;
            });
    }

    private static Option<bool> Json() => new("--json") { Description = "print JSON for programs instead of text" };

    private static async Task<DataKind> KindAsync(CommandContext context, CancellationToken stop)
    {
        await using var lake = await context.TryOpenLakeAsync(stop);
        return lake?.Kind ?? context.SourceKind;
    }

    private static async Task<(DataKind?, IReadOnlyList<(Market.Symbol, AlertRecord)>)> OpenAsync(
        CommandContext context, CancellationToken stop)
    {
        await using var lake = await context.TryOpenLakeAsync(stop);
        if (lake is null)
            return (null, []);
        var store = new AlertStore(lake);
        var session = context.Calendar.NewestSettled(context.Clock.GetUtcNow());
        var open = new List<(Market.Symbol, AlertRecord)>();
        foreach (var symbol in await lake.SymbolsAsync(MonitoringTable.Schema, stop))
            open.AddRange((await store.ReadAsync(symbol, session, stop)).Where(record => record.IsOpen)
                .Select(record => (symbol, record)));
        return (lake.Kind, open);
    }
}
