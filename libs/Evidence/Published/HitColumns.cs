using System.Globalization;
using Volcast.Evaluation;

namespace Volcast.Evidence.Published;

/// <summary>On which side of each bound the outcomes lay, for some models and each origin: <c>MODEL.interval80</c> is −1 below
/// the interval, 0 inside and 1 above it; <c>MODEL.var.5d.95</c> is 1 if the loss exceeded the value-at-risk, otherwise 0. A mark
/// is missing if there was no bound or no outcome.</summary>
/// <remarks>The marks of the next session's value-at-risk are published with the one-session evidence only. Several bounds for one
/// loss would bracket it. Bounds and shortfalls are not published. An expected shortfall is a mean of the largest standardised
/// losses, so its change on the day after a hit gives the return of that day.</remarks>
internal static class HitColumns
{
    private const string Origin = "forecast_origin", Interval80 = "interval80", Interval95 = "interval95", ValueAtRisk = "var";

    public static CsvTable Of(WalkForwardResult result, IEnumerable<string> names)
    {
        var columns = names.Distinct().Select(result.Model).SelectMany(model => Columns(result, model)).ToArray();
        var table = new CsvTable(EvidenceFiles.Hits, [Origin, .. columns.Select(column => column.Name)]);
        for (var row = 0; row < result.Origins.Length; row++)
            table.Add([CsvTable.Date(result.Origins[row]), .. columns.Select(column => CsvTable.Exact(column.Mark(row)))]);
        return table;
    }

    /// <summary>The forecast origins; null where one is missing.</summary>
    public static DateOnly?[] Origins(CsvTable table) => table.Dates(Origin);

    /// <summary>One model's marks of the 80 % and of the 95 % interval.</summary>
    /// <exception cref="InvalidDataException">A column is missing.</exception>
    public static (double[] Inner, double[] Outer) Intervals(string model, CsvTable table) =>
        (table.Numbers($"{model}.{Interval80}"), table.Numbers($"{model}.{Interval95}"));

    /// <summary>One model's marks of each value-at-risk, with its sessions and its confidence.</summary>
    public static IEnumerable<(int Sessions, double Confidence, double[] Hit)> ValuesAtRisk(string model, CsvTable table)
    {
        var start = $"{model}.{ValueAtRisk}.";
        foreach (var column in table.Columns.Where(column => column.StartsWith(start, StringComparison.Ordinal)))
        {
            var name = column[start.Length..];
            var days = name.IndexOf("d.", StringComparison.Ordinal);
            if (days > 0 && int.TryParse(name[..days], NumberStyles.None, CultureInfo.InvariantCulture, out var sessions)
                && double.TryParse(name[(days + 2)..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
                && sessions > 0 && percent is > 50 and < 100)
                yield return (sessions, percent / 100, table.Numbers(column));
        }
    }

    /// <summary>The places where marks contradict each other: outside the 95 % interval, but not on that side of the 80 %
    /// interval; or a loss beyond a value-at-risk, but not beyond one of a lower confidence.</summary>
    public static IEnumerable<(string Place, string Stated, string Actual)> Broken(IEnumerable<string> names, CsvTable table)
    {
        var days = table.Dates(Origin);
        foreach (var model in names)
        {
            var (inner, outer) = Intervals(model, table);
            for (var row = 0; row < days.Length; row++)
                if (outer[row] is -1 or 1 && double.IsFinite(inner[row]) && inner[row] != outer[row])
                    yield return ($"{model}.{Interval80} of {days[row]:yyyy-MM-dd}", $"{inner[row]}", $"{outer[row]}");
            foreach (var group in ValuesAtRisk(model, table).GroupBy(risk => risk.Sessions))
                foreach (var (lower, higher) in group.OrderBy(risk => risk.Confidence).Zip(
                    group.OrderBy(risk => risk.Confidence).Skip(1)))
                    for (var row = 0; row < days.Length; row++)
                        if (higher.Hit[row] > lower.Hit[row])
                            yield return ($"{Name(model, lower.Sessions, lower.Confidence)} of {days[row]:yyyy-MM-dd}", "0", "1");
        }
    }

    private static IEnumerable<(string Name, Func<int, double> Mark)> Columns(WalkForwardResult result, ModelForecasts model)
    {
        var realized = result.RealizedVariance;
        yield return ($"{model.Name}.{Interval80}", row => Side(realized[row], model.Lower80[row], model.Upper80[row]));
        yield return ($"{model.Name}.{Interval95}", row => Side(realized[row], model.Lower95[row], model.Upper95[row]));
        foreach (var risk in model.TailRisk.Where(risk => risk.Sessions == result.Horizon))
            yield return (Name(model.Name, risk.Sessions, risk.Confidence), row =>
                double.IsNaN(risk.LogReturn[row] + risk.ValueAtRisk[row]) ? double.NaN
                    : risk.LogReturn[row] < -risk.ValueAtRisk[row] ? 1 : 0);
    }

    private static double Side(double outcome, double lower, double upper) =>
        double.IsNaN(outcome + lower + upper) ? double.NaN : outcome < lower ? -1 : outcome > upper ? 1 : 0;

    private static string Name(string model, int sessions, double confidence) => string.Create(
        CultureInfo.InvariantCulture, $"{model}.{ValueAtRisk}.{sessions}d.{Math.Round(100 * confidence, 3):0.###}");
}
