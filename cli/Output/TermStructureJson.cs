using Volcast.ApiContract.CommandLine;
using Volcast.Market;
using Volcast.Prediction.Documents;

namespace Volcast.Cli.Output;

/// <summary><c>volcast forecast --json</c> with several horizons.</summary>
internal static class TermStructureJson
{
    public static void Write(Terminal terminal, IReadOnlyList<TermReport> targets, TradingCalendar calendar, int maximumAge) =>
        DocumentJson.Write<IReadOnlyList<TermStructureReportDocument>>(terminal,
        [
            .. targets.Select(target => new TermStructureReportDocument
            {
                TermStructure = TermStructureDocuments.Of(
                    target.First.Target, target.First.DataKind, target.Terms, calendar, target.First.SessionsBehind,
                    target.First.ImpliedLevels, target.Premium),
                Forecasts = [.. target.Reports.Select(report => ForecastJson.Document(report, report.Age(maximumAge)))],
            }),
        ]);
}
