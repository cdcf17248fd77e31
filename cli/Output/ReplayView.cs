using Volcast.ApiContract.CommandLine;
using Volcast.Cli.Pipeline.Replay;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Prediction.Documents;
using Volcast.Registry;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Output;

/// <summary>The report of a replay: losses, then what was done and when.</summary>
internal static class ReplayView
{
    private const int ActionsShown = 40;

    public static void Write(Terminal terminal, ReplayReport report)
    {
        var request = report.Request;
        terminal.Page.WriteLine($"Replay of {Model(report)}, {request.From:yyyy-MM-dd} to {request.To:yyyy-MM-dd}, "
            + $"{report.Sessions:N0} sessions{DataKindLabel.Suffix(report.Kind)}");
        var table = new FittedTable("QLIKE by year",
            [new("year"), new("n", IsNumber: true), new("champion", IsNumber: true), new("/HAR", IsNumber: true),
                new("HAR", IsNumber: true), new("implied", IsNumber: true)]);
        foreach (var year in report.Losses.GroupBy(loss => loss.TargetEnd.Year))
            Row($"{year.Key}", [.. year]);
        if (report.Losses.Count > 0)
            Row("all", report.Losses);
        table.Write(terminal);
        terminal.Page.WriteLine($"{report.Count(PolicyAction.Retrain)} retrained, {report.Count(PolicyAction.Recalibrate)} "
            + $"recalibrated, {report.Count(PolicyAction.Promote)} promoted; {report.RedAlarms.Count} red alarms.");
        foreach (var alarm in report.RedAlarms)
            terminal.Page.WriteLine($"  {alarm.Session:yyyy-MM-dd}  {alarm.Check} became red");
        foreach (var action in report.Actions.Take(ActionsShown))
            terminal.Page.WriteLine($"  {action.Session:yyyy-MM-dd}  {CheckDetail.Text(action, "result")}");
        if (report.Actions.Count > ActionsShown)
            terminal.Page.WriteLine($"  and {report.Actions.Count - ActionsShown} more actions: --json prints all of them");

        void Row(string name, IReadOnlyList<ReplayLoss> losses) => table.Row(
            name, $"{losses.Count:N0}", Mean(losses, loss => loss.Model),
            Figure.Of(losses.Average(loss => loss.Model) / losses.Average(loss => loss.Har), "F3"),
            Mean(losses, loss => loss.Har), Mean(losses, loss => loss.Implied));
    }

    public static void WriteJson(Terminal terminal, IEnumerable<ReplayReport> reports) =>
        DocumentJson.Write<IReadOnlyList<ReplayDocument>>(terminal, [.. reports.Select(Document)]);

    private static ReplayDocument Document(ReplayReport report) => new()
    {
        Model = Model(report),
        DataKind = report.Kind.Name(),
        FirstOrigin = report.Request.From,
        LastOrigin = report.Request.To,
        Sessions = report.Sessions,
        Scored = report.Losses.Count,
        Qlike = MeanOf(report, loss => loss.Model),
        QlikeHar = MeanOf(report, loss => loss.Har),
        QlikeImplied = MeanOf(report, loss => loss.Implied),
        Retrained = report.Count(PolicyAction.Retrain),
        Recalibrated = report.Count(PolicyAction.Recalibrate),
        Promoted = report.Count(PolicyAction.Promote),
        RedAlarms = [.. report.RedAlarms.Select(MonitoringDocuments.Of)],
        Actions = [.. report.Actions.Select(MonitoringDocuments.Of)],
    };

    private static string Model(ReplayReport report) =>
        ModelName.For(report.Request.Roles.Target.Value, report.Request.Horizon);

    private static double? MeanOf(ReplayReport report, Func<ReplayLoss, double> of) =>
        DocumentJson.Number(report.Losses.Count == 0 ? null : report.Losses.Average(of));

    private static string Mean(IEnumerable<ReplayLoss> losses, Func<ReplayLoss, double> of) =>
        Figure.Of(losses.Average(of), "F4");
}
