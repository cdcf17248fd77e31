using System.Text;
using Volcast.Volatility;
using Volcast.Volatility.Ranges;

namespace Volcast.Features;

/// <summary>Writes the page <c>docs/features.md</c> from the catalogues.</summary>
public static class FeaturePage
{
    private static readonly (FeatureGroup Group, string Title, string Introduction)[] Sections =
    [
        (FeatureGroup.Returns, "Returns", "Where the target has gone. Falling prices raise volatility (the leverage effect)."),
        (FeatureGroup.Volatility, "Volatility", "How much it has moved, the mean return taken as zero."),
        (FeatureGroup.Vix, "VIX features", "What option prices expect. The index is a setting of each target; here it is SPY's."),
        (FeatureGroup.Technical, "Technical", "How the price path stands to its own recent past."),
        (FeatureGroup.CrossAsset, "Cross-asset", "Whether treasuries still hedge, and whether credit falls with equity."),
        (FeatureGroup.Spreads, "Spreads", "Appetite for risk, and what happened against what was implied."),
    ];

    /// <summary>The page, in Markdown.</summary>
    public static string Render()
    {
        var catalog = FeatureCatalog.L1;
        var page = new StringBuilder($"""
            # Features
            <!-- Written from FeatureCatalog by a test: run `VOLCAST_WRITE_DOCS=1 dotnet test tests/libs/Features`. -->

            The table `features.L1` has these {catalog.Count} features of each session t, in the order of the numbers. The
            columns are named by role and hold for any target; the names beside them are SPY's. Windows end at t, the newest
            settled session, and nothing after t is used. r is the log return of the total-return close C, a decimal; r_a is that
            of asset a; r(w) are the returns of the last w sessions of the target's calendar.


            """);
        foreach (var (group, title, introduction) in Sections)
        {
            page.Append($"## {title}\n{introduction}\n\n");
            AppendTable(page, catalog.Features.Where(feature => feature.Group == group));
        }
        page.Append($"""
            ## When a feature is absent
            - While its window reaches back before the target's first return. All are there after
              {catalog.HistorySessions} closes, and earlier history changes no bit of them: the look-back chosen changes no value.
            - Where a return inside its window is absent. Correlations bear one absent session in ten: a session on which either
              return is absent is left out, and the correlation is absent when fewer than 90 % of the window are present.
            - A correlation, where a variance is zero (no more than 1e-12 of the mean square); the RSI, where no close of the
              window changes.
            - Where an index that it needs is absent.

            ## How they are computed
            Wilder's RSI rests on the last {WilderRsi.Changes} changes: the averages start as the simple means of the first
            {WilderRsi.Period} of them and then move by 1/{WilderRsi.Period} of each further change. Against the index from
            full history the difference is below 1e-5.

            Prices enter as ratios inside the window only, so that neither a later dividend nor a split changes a value. Every
            value is a function of its window alone, in one order of operations: thirty years at once and one day at a time give
            the same bits.

            """);
        AppendL2Features(page);
        return page.ToString();
    }

    private static void AppendL2Features(StringBuilder page)
    {
        page.Append($"""

            ## Further inputs: `features.L2`
            The table `features.L2` has {FeatureCatalog.L2.Count} more, from the target's bars and its index, with a version of their own.
            v is the range variance of one session from close to close, annualised: v = 252 · (o² + g). o = r − ln(C/O) is the
            overnight return, in which a dividend or a split is no move; g = ½·ln²(H/L) − (2·ln 2 − 1)·ln²(C/O) is the estimator of
            Garman and Klass (1980) for the hours of trading; v(w) are those of the last w sessions.


            """);
        AppendTable(page, FeatureCatalog.L2.Features);
        page.Append($"""
            - A high or low at which the market did not trade is pulled in before: it may lie at most {OffMarketPrints.Reach} times
              the median log range of the {OffMarketPrints.Window} sessions before beyond open, close and the close before. So a
              session has a range variance once {OffMarketPrints.Window} sessions stand before it.
            - An open outside high and low is taken as the nearer of the two; a close outside them widens them.
            - v is at least {RealizedVariance.Floor:R}, a volatility of 0.1 %, so that it has a logarithm on a day without a move.
            - A feature is absent where a price or a return inside its window is. Windows count bars: the return into the first bar
              after a hole spans the hole and counts as that bar's.
            - The mean of the index bears one absent session in ten, and is absent where the session's own value is. The overnight
              share is at least {L2Features.SmallestShare:R}.

            """);
    }

    private static void AppendTable(StringBuilder page, IEnumerable<FeatureDefinition> features)
    {
        page.Append("| | column | name | formula | unit | window | closes needed | source | said as | family |\n");
        page.Append("|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var feature in features)
            page.Append($"| {feature.Position} | `{feature.Name}` | {feature.SpyName} | {feature.Formula} | {feature.Unit} ")
                .Append($"| {feature.Window} | {feature.HistorySessions} | {feature.Source} | {feature.Phrase} ")
                .Append($"| {Words(feature.Family)} |\n");
        page.Append('\n');
    }

    private static string Words(FeatureFamily family) => family switch
    {
        FeatureFamily.RecentVolatility => "recent volatility",
        FeatureFamily.Implied => "implied",
        FeatureFamily.Leverage => "leverage",
        FeatureFamily.CrossAsset => "cross-asset",
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "A family without words: add them here."),
    };
}
