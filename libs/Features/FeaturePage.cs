using System.Globalization;
using System.Text;
using Volcast.Features.Declarations;
using Volcast.Volatility;
using Volcast.Volatility.Ranges;

namespace Volcast.Features;

/// <summary>Writes the page <c>docs/features.md</c> from the catalogues.</summary>
public static class FeaturePage
{
    private static readonly (FeatureGroup Group, string Title, string Introduction)[] Sections =
    [
        (FeatureGroup.Returns, "Returns", "Past returns. Falling prices raise volatility (the leverage effect)."),
        (FeatureGroup.Volatility, "Volatility", "Past volatility. The mean return is taken as zero."),
        (FeatureGroup.Vix, "VIX features", "Volatility that option prices imply. The index is the target's own, or ^VIX; the "
            + "names are those of SPY's index.\nA term structure below 1 is a sign of stress."),
        (FeatureGroup.Technical, "Technical", "The price relative to its recent path."),
        (FeatureGroup.CrossAsset, "Cross-asset", "Whether treasuries still hedge, and whether credit falls with equity."),
        (FeatureGroup.Spreads, "Spreads", "Demand for risk, and realised compared with implied volatility."),
    ];

    /// <summary>The page, in Markdown.</summary>
    public static string Render() => Render(FeatureCatalog.L1, FeatureCatalog.L2);

    internal static string Render(FeatureCatalog l1, FeatureCatalog l2)
    {
        var page = new StringBuilder($"""
            # Features
            <!-- Written from the declarations in libs/Features/Declarations: run
                 `VOLCAST_WRITE_DOCS=1 dotnet test tests/libs/Features`. -->

            The table `{l1.Table}` has these {l1.Count} features for each session t, in the order of the numbers. The columns
            are named by role and hold for any target; the names beside them are those of SPY. Windows end at t, the newest
            settled session, and nothing after t is used. r is the log return of the total-return close C, a decimal; r_a is that
            of asset a; r(w) are the returns of the target's last w sessions.


            """);
        foreach (var (group, title, introduction) in Sections)
        {
            page.Append(CultureInfo.InvariantCulture, $"## {title}\n{introduction}\n\n");
            AppendTable(page, l1, l1.Features.Where(feature => feature.Group == group));
        }
        page.Append(CultureInfo.InvariantCulture, $"""
            ## When a feature is missing
            - Its window reaches back before the target's first return. All features exist after {l1.HistorySessions} closes.
              Earlier history changes no bit of them, so the look-back chosen does not matter.
            - A return inside its window is missing. A correlation tolerates one missing session in ten: a session that lacks
              either return is left out, and the correlation is missing when fewer than 90 % of the window remain.
            - A variance in a correlation is zero (at most 1e-12 of the mean square), or no close in the RSI's window changes.
            - An index that it needs is missing.

            ## How they are computed
            Wilder's RSI uses the last {WilderRsi.Changes} changes: the averages start as the simple means of the first
            {WilderRsi.Period} of them and then move by 1/{WilderRsi.Period} of each further change. The difference from the RSI
            over the full history is below 1e-5.

            Prices enter only as ratios inside the window, so neither a later dividend nor a split changes a value. Every value is
            a function of its window alone, in one order of operations: thirty years at once and one day at a time give the same
            bits.

            """);
        AppendL2Features(page, l2);
        return page.ToString();
    }

    private static void AppendL2Features(StringBuilder page, FeatureCatalog catalog)
    {
        page.Append(CultureInfo.InvariantCulture, $"""

            ## Further inputs: `features.L2`
            The table `{catalog.Table}` adds {catalog.Count} inputs, computed from the target's bars and its index; it has its own
            schema version. v is the range variance of one session from close to close, annualised: v = 252 · (o² + g).
            o = r − ln(C/O) is the overnight return, which a dividend or a split leaves unchanged.
            g = ½·ln²(H/L) − (2·ln 2 − 1)·ln²(C/O) is the estimator of Garman and Klass (1980) for the trading hours.
            v(w) and o²(w) are the values of the last w sessions.


            """);
        AppendTable(page, catalog, catalog.Features);
        page.Append(CultureInfo.InvariantCulture, $"""
            - A high or low far from the market is limited first. It may lie outside open, close and the previous close by at most
              {OffMarketPrints.Reach} times the median log range of the previous {OffMarketPrints.Window} sessions. So a session
              has a range variance only after {OffMarketPrints.Window} earlier sessions.
            - An open outside high and low is replaced by the nearer of the two; a close outside them widens them.
            - v is at least {RealizedVariance.Floor:R}, a volatility of 0.1 %, so that a day without a move has a logarithm.
            - A feature is missing where a price or a return inside its window is. Windows count bars: the return into the first
              bar after a gap spans the gap and counts as that bar's return.
            - The mean of the index tolerates one missing session in ten, and is missing where the session's own value is. The
              overnight share is at least {L2Features.SmallestShare:R}.

            """);
    }

    private static void AppendTable(StringBuilder page, FeatureCatalog catalog, IEnumerable<FeatureDefinition> features)
    {
        page.Append("| | column | name | formula | unit | allowed | window | closes needed | source | label | family |\n");
        page.Append("|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var feature in features)
            page.Append(CultureInfo.InvariantCulture,
                $"| {catalog.IndexOf(feature.Name) + 1} | `{feature.Name}` | {feature.SpyName} | {feature.Formula} "
                + $"| {feature.Unit.Name} | {feature.Range} | {feature.Window} | {feature.HistorySessions} "
                + $"| {feature.Source} | {feature.Label} | {feature.Family.Label()} |\n");
        page.Append('\n');
    }
}
