using Volcast.ApiContract.CommandLine;
using Volcast.Lake;
using Volcast.Schemas;
using Volcast.Services.Monitoring.Alerts;

namespace Volcast.Cli.Output;

/// <summary><c>volcast alerts</c></summary>
/// <param name="settings">The alerts and channels.</param>
/// <param name="file">Where they come from; null for the built-in ones.</param>
/// <param name="kind">The kind of the lake's data; null without a lake.</param>
/// <param name="open">The open alerts with the symbol under which they are stored.</param>
internal sealed class AlertsView(
    AlertSettings settings, string? file, DataKind? kind, IReadOnlyList<(Market.Symbol Symbol, AlertRecord Record)> open)
{
    public void Write(Terminal terminal)
    {
        terminal.Page.WriteLine($"{(file is null ? "Built-in alerts" : $"Alerts of {file}")}"
            + DataKindLabel.Suffix(kind ?? DataKind.Real));
        foreach (var rule in settings.Alerts)
        {
            terminal.Page.WriteLine($"{rule.Name}: {rule.Condition}{Scope(rule)}; to {string.Join(", ", rule.Channels)}");
            foreach (var (_, record) in OpenOf(rule))
                terminal.Page.WriteLine($"  open since {record.Detail.RaisedOn:yyyy-MM-dd}: {record.Detail.Text}"
                    + (record.Detail.Pending.Count > 0 ? $" Not sent yet by {string.Join(", ", record.Detail.Pending)}." : ""));
        }
        if (kind is null)
            terminal.Note("There is no lake yet, so no alert is open.");
        else if (!settings.Alerts.Any(rule => OpenOf(rule).Any()))
            terminal.Note("No alert is open.");
    }

    public void WriteJson(Terminal terminal) => DocumentJson.Write(terminal, new AlertsDocument(file, kind?.Name(),
    [
        .. settings.Alerts.Select(rule => new AlertDocument(
            rule.Name, StoredName.Of(rule.When), rule.Condition, rule.Targets, rule.Horizons, rule.Channels,
            [
                .. OpenOf(rule).Select(one => new OpenAlertDocument(
                    one.Record.Detail.Id, one.Symbol.Value, one.Record.Row.Horizon > 0 ? one.Record.Row.Horizon : null,
                    one.Record.Detail.RaisedOn, one.Record.Detail.Text, one.Record.Detail.Pending)),
            ])),
    ]));

    public static void WriteTest(Terminal terminal, string channel, string? failure) =>
        terminal.Page.WriteLine(failure is null ? $"{channel}: sent" : $"{channel}: failed: {failure}");

    public static void WriteTests(
        Terminal terminal, AlertSettings settings, IReadOnlyList<(string Channel, string? Failure)> results) =>
        DocumentJson.Write(terminal, new AlertTestsDocument(
        [
            .. results.Select(result => new AlertTestDocument(
                result.Channel, StoredName.Of(settings.Channels[result.Channel].Type), result.Failure is null, result.Failure)),
        ]));

    private IEnumerable<(Market.Symbol Symbol, AlertRecord Record)> OpenOf(AlertRule rule) =>
        open.Where(one => one.Record.Row.Check == rule.Name);

    private static string Scope(AlertRule rule) =>
        (rule.Targets.Count > 0 ? $", for {string.Join(", ", rule.Targets)}" : "")
        + (rule.Horizons.Count > 0 ? $", over {string.Join(", ", rule.Horizons)} sessions" : "");
}
