using Volcast.Forecasting;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>Contributions as text: at one origin, or their importance over many.</summary>
internal static class ExplainView
{
    private const int PairsShown = 8;

    public static void Write(Terminal terminal, ExplainReport report, bool withInteractions)
    {
        var last = report.Origins[^1];
        var (target, days) = (report.Target, report.Horizon == 1 ? "next session" : $"next {report.Horizon} sessions");
        if (report.Origins.Count == 1)
            WriteOrigin(terminal, $"{target}, {days} from {last.Origin:yyyy-MM-dd}{DataKindLabel.Suffix(report.DataKind)}", last);
        else
            WriteImportance(terminal, $"{target}, {days}, {Counted.Of(report.Origins.Count, "origin")} from "
                + $"{report.Origins[0].Origin:yyyy-MM-dd} to {last.Origin:yyyy-MM-dd}"
                + DataKindLabel.Suffix(report.DataKind), report);
        if (report.Since is { } since)
            WriteChange(terminal, since, last);
        if (withInteractions)
            WriteInteractions(terminal, report);
        terminal.Page.WriteLine(
            $"{report.Model} version {report.Version} ({report.Alias}), {report.Recipe}, "
            + $"trained to {report.TrainedTo:yyyy-MM-dd}");
        if (report.Origins[0].Origin <= report.TrainedTo)
            terminal.Note($"This version was trained on outcomes up to {report.TrainedTo:yyyy-MM-dd}: up to that day these are "
                + "in-sample values, not what it would have forecast.");
        if (report.Absent.Count > 0)
            terminal.Note($"{Counted.Of(report.Absent.Count, "origin")} "
                + (report.Absent.Count == 1
                    ? "lacks an input and is not explained: "
                    : "lack an input and are not explained, the first: ")
                + $"{report.Absent[0]:yyyy-MM-dd}.");
    }

    private static void WriteOrigin(Terminal terminal, string title, ExplainedForecast origin)
    {
        terminal.Page.WriteLine($"Why: {title}");
        var table = NewTable("input", Words(origin.Reasons.Scale), "points of volatility");
        table.Row("the average forecast", Own(origin.Reasons.Base), $"{100 * origin.InVolatility.Base:F2}");
        foreach (var family in origin.Families().OrderByDescending(family => Math.Abs(family.Points)))
        {
            table.Emphasized(family.Name, Own(family.Own), Points(family.Points));
            foreach (var (own, points) in origin.Reasons.Contributions.Zip(origin.InVolatility.Contributions)
                .Where(pair => FeatureLabels.Family(pair.First.Feature) == family.Name)
                .OrderByDescending(pair => Math.Abs(pair.Second.Amount)))
                table.Row($"  {FeatureLabels.Describe(own)}", Own(own.Amount), Points(points.Amount));
        }
        table.Row("the forecast", Own(origin.Reasons.Output), $"{100 * origin.InVolatility.Output:F2}");
        table.Write(terminal);
    }

    private static void WriteChange(Terminal terminal, ExplainedForecast since, ExplainedForecast last)
    {
        var change = ExplanationChange.Of(since.Reasons, last.Reasons);
        terminal.Page.WriteLine($"What changed from {since.Origin:yyyy-MM-dd} to {last.Origin:yyyy-MM-dd}");
        var table = NewTable("input", "points of volatility");
        table.Row($"the forecast from {since.Origin:yyyy-MM-dd}", $"{100 * since.InVolatility.Output:F2}");
        foreach (var (family, amount) in change.Families())
        {
            table.Emphasized(family, Points(amount));
            foreach (var input in change.Inputs.Where(one => FeatureLabels.Family(one.Feature) == family))
                table.Row($"  {ExplanationChangeDocuments.Describe(input)}", Points(input.Amount));
        }
        table.Row($"the forecast from {last.Origin:yyyy-MM-dd}", $"{100 * last.InVolatility.Output:F2}");
        table.Write(terminal);
    }

    private static void WriteImportance(Terminal terminal, string title, ExplainReport report)
    {
        terminal.Page.WriteLine($"Importance, mean |contribution|: {title}");
        var table = NewTable("input", Words(report.Origins[0].Reasons.Scale), "points of volatility");
        foreach (var family in Importance.OfFamilies(report.Origins))
            table.Emphasized(family.Name, $"{family.Own:F4}", $"{100 * family.Points:F2}");
        foreach (var feature in Importance.OfFeatures(report.Origins))
            table.Row($"  {feature.Name}", $"{feature.Own:F4}", $"{100 * feature.Points:F2}");
        table.Write(terminal);
    }

    private static void WriteInteractions(Terminal terminal, ExplainReport report)
    {
        if (report.Interactions is not { } interactions)
        {
            terminal.Note($"{report.Recipe} has no trees, or an input is missing: there are no interactions.");
            return;
        }
        terminal.Page.WriteLine($"Interactions of the trees, {report.Origins[^1].Origin:yyyy-MM-dd}");
        var table = NewTable("pair", Words(interactions.Scale));
        foreach (var (first, second, amount) in interactions.Pairs().Take(PairsShown))
            table.Row($"{first} × {second}", $"{amount:+0.00000;−0.00000;0.00000}");
        table.Write(terminal);
    }

    private static FittedTable NewTable(string first, params string[] others) =>
        new("", [new(first), .. others.Select(name => new FittedColumn(name, IsNumber: true))]);

    private static string Words(ContributionScale scale) => scale switch
    {
        ContributionScale.LogVariance => "log variance",
        ContributionScale.Variance => "variance",
        _ => "volatility",
    };

    private static string Own(double amount) => $"{amount:+0.0000;−0.0000;0.0000}";

    private static string Points(double volatility) => $"{100 * volatility:+0.00;−0.00;0.00}";
}
