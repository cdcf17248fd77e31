using System.Reflection;
using System.Text.Json;
using Volcast.Market;

namespace Volcast.Services.Promotion.Gates;

/// <summary>
/// How the model of universal slopes did against HAR on many tickers, both fitted on one year of history only. A ticker with one
/// year has too few origins of its own to judge a model, so these judge it. The files in Gates/OneYear are those of the published
/// pages in docs/evidence/one-year.
/// </summary>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Tickers">The number of tickers.</param>
/// <param name="Better">On how many of them its QLIKE is smaller than HAR's.</param>
/// <param name="MedianRatio">The median of its QLIKE divided by HAR's.</param>
/// <param name="WorstRatio">The largest of these ratios.</param>
/// <param name="WorstTicker">The ticker that has it.</param>
/// <param name="SignificantlyWorse">The tickers on which it is significantly worse (Diebold–Mariano, with at most 5 % false
/// discoveries).</param>
/// <param name="SmallestCoverage">The smallest share of a ticker's outcomes inside the 80 % interval.</param>
/// <param name="LargestCoverage">The largest.</param>
public sealed record OneYearPanel(
    int Horizon, int Tickers, int Better, double MedianRatio, double WorstRatio, string WorstTicker, int SignificantlyWorse,
    double SmallestCoverage, double LargestCoverage)
{
    /// <summary>The fewest tickers on which a model may be judged for others.</summary>
    public const int MinimumTickers = 30;

    private const string Prefix = "one-year/";

    /// <summary>By horizon, ascending.</summary>
    public static IReadOnlyList<OneYearPanel> All { get; } = Read();

    /// <summary>The panel of a horizon; null if none was published.</summary>
    public static OneYearPanel? For(int horizon) => All.FirstOrDefault(panel => panel.Horizon == horizon);

    /// <summary>The checks of the gate.</summary>
    /// <param name="ownOrigins">The number of origins of the target itself.</param>
    /// <param name="limits">The limits of the gates.</param>
    internal IReadOnlyList<PromotionCheck> Checks(int ownOrigins, PromotionLimits limits)
    {
        var (least, most) = (.8 - limits.CoverageBand, .8 + limits.CoverageBand);
        return
        [
            PromotionCheck.NotApplicable("common_origins",
                $"The target has {Counted.Of(ownOrigins, "origin")} of its own, and {limits.MinimumOrigins} are needed to judge a "
                + "model on them. So other tickers judge it: "
                + $"docs/evidence/one-year has its scores over {Counted.Of(Horizon, "session")}, fitted on one year."),
            PromotionCheck.Of("panel_tickers", Tickers, MinimumTickers, null,
                $"The panel has {Counted.Of(Tickers, "ticker")}; at least {MinimumTickers} are needed."),
            PromotionCheck.Under("panel_beats_har", MedianRatio, 1,
                FormattableString.Invariant($"Fitted on one year, its QLIKE is {MedianRatio:0.000} of HAR's in the median, and at ")
                + FormattableString.Invariant($"most {WorstRatio:0.000} (on {WorstTicker}); the median must be below 1.")),
            PromotionCheck.Of("panel_better_on", Better, Math.Ceiling(.9 * Tickers), null,
                $"It is better than HAR on {Better} of {Tickers}; at least nine in ten are needed."),
            PromotionCheck.Of("panel_worse_on", SignificantlyWorse, null, 0,
                $"It is significantly worse than HAR on {SignificantlyWorse} of them; none may be."),
            PromotionCheck.Of("coverage_80", Math.Abs(SmallestCoverage - .8) > Math.Abs(LargestCoverage - .8)
                    ? SmallestCoverage : LargestCoverage, least, most,
                FormattableString.Invariant($"Its 80 % interval covered {SmallestCoverage:P1} to {LargestCoverage:P1} of the ")
                + FormattableString.Invariant($"outcomes of a ticker; {least:P1} to {most:P1} is accepted.")),
        ];
    }

    private static OneYearPanel[] Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(name =>
                {
                    using var content = assembly.GetManifestResourceStream(name)!;
                    return Parse(content);
                })
                .OrderBy(panel => panel.Horizon),
        ];
    }

    /// <summary>Reads a file <c>panel-Hd.json</c> of `volcast backtest --panel`.</summary>
    internal static OneYearPanel Parse(Stream content)
    {
        using var document = JsonDocument.Parse(content);
        var tables = document.RootElement.GetProperty("tables");
        var har = tables.GetProperty("baselines_all").EnumerateArray()
            .Single(row => row.GetProperty("against").GetString() == "har");
        var coverage = tables.GetProperty("coverage").EnumerateArray()
            .Single(row => row.GetProperty("span").GetString() == "all");
        return new(
            document.RootElement.GetProperty("horizon").GetInt32(),
            har.GetProperty("tickers").GetInt32(),
            har.GetProperty("better").GetInt32(),
            har.GetProperty("ratio_median").GetDouble(),
            har.GetProperty("ratio_worst").GetDouble(),
            har.GetProperty("worst_ticker").GetString()!,
            har.GetProperty("significantly_worse").GetInt32(),
            coverage.GetProperty("coverage_smallest").GetDouble(),
            coverage.GetProperty("coverage_largest").GetDouble());
    }
}
