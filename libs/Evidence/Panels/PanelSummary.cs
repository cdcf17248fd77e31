using Volcast.Evaluation.Comparison;
using Volcast.Volatility;

namespace Volcast.Evidence.Panels;

/// <summary>The scores of many tickers over one horizon in a few numbers.</summary>
/// <param name="Span">As <see cref="SpanScores.Span"/>.</param>
/// <param name="Tickers">The number of tickers that have this span.</param>
/// <param name="Best">On how many of them the model has the smallest QLIKE of all models.</param>
/// <param name="Coverage">The coverage of the 80 % interval; null if no ticker has one.</param>
/// <param name="Baselines">Each baseline in the order of the models.</param>
public sealed record PanelSummary(
    string Span, int Tickers, int Best, PanelSpread? Coverage, IReadOnlyList<PanelBaseline> Baselines)
{
    /// <summary>The false discovery rate of <see cref="BenjaminiHochberg"/> over the tickers.</summary>
    public const double Rate = .05;

    /// <summary>A summary for each span, all origins first.</summary>
    /// <param name="tickers">At least one, of one model and horizon.</param>
    public static IReadOnlyList<PanelSummary> Of(IReadOnlyList<TickerScores> tickers) =>
    [
        .. tickers.SelectMany(ticker => ticker.Spans).GroupBy(span => span.Span)
            .OrderBy(span => span.Key != TickerScores.All).ThenBy(span => span.Min(own => own.First))
            .ThenBy(span => span.Key, StringComparer.Ordinal).Select(span => span.Key)
            .Select(span => Of(span, [.. tickers.SelectMany(
                ticker => ticker.Spans.Where(own => own.Span == span), (ticker, own) => (ticker.Symbol, own))])),
    ];

    private static PanelSummary Of(string span, (string Symbol, SpanScores Scores)[] tickers) => new(
        span, tickers.Length, tickers.Count(ticker => ticker.Scores.Baselines.All(other => ticker.Scores.Qlike < other.Qlike)),
        PanelSpread.Of(tickers.Select(ticker => (ticker.Symbol, ticker.Scores.Coverage80 ?? double.NaN))),
        [.. tickers.SelectMany(ticker => ticker.Scores.Baselines).Select(other => other.Model).Distinct()
            .Select(model => Against(model, tickers))]);

    private static PanelBaseline Against(string model, (string Symbol, SpanScores Scores)[] all)
    {
        var tickers = Array.FindAll(all, ticker => double.IsFinite(ticker.Scores.RatioTo(model)));
        var others = Array.ConvertAll(tickers, ticker => ticker.Scores.Baselines.First(other => other.Model == model));
        var significant = BenjaminiHochberg.Rejects([.. others.Select(other => other.DmP ?? double.NaN)], Rate);
        return new(model, tickers.Length, tickers.Count(ticker => ticker.Scores.RatioTo(model) < 1),
            PanelSpread.Of(tickers.Select(ticker => (ticker.Symbol, ticker.Scores.RatioTo(model)))),
            others.Where((other, i) => significant[i] && other.DmStatistic > 0).Count(),
            others.Where((other, i) => significant[i] && other.DmStatistic < 0).Count());
    }
}

/// <summary>The model against one baseline over the tickers.</summary>
/// <param name="Model">The baseline.</param>
/// <param name="Tickers">The number of tickers that have both.</param>
/// <param name="Better">On how many of them the model's QLIKE is smaller.</param>
/// <param name="Ratio">The model's QLIKE divided by the baseline's; null if no ticker has both.</param>
/// <param name="SignificantlyBetter">The tickers on which the Diebold–Mariano test is significant in favour of the model, after
/// Benjamini and Hochberg over the tickers at <see cref="PanelSummary.Rate"/>.</param>
/// <param name="SignificantlyWorse">The same against the model.</param>
public sealed record PanelBaseline(
    string Model, int Tickers, int Better, PanelSpread? Ratio, int SignificantlyBetter, int SignificantlyWorse);

/// <summary>The smallest value, the median and the largest value over the tickers.</summary>
/// <param name="Smallest">The smallest value.</param>
/// <param name="SmallestTicker">The ticker that has it.</param>
/// <param name="Median">The median.</param>
/// <param name="Largest">The largest value.</param>
/// <param name="LargestTicker">The ticker that has it.</param>
public sealed record PanelSpread(double Smallest, string SmallestTicker, double Median, double Largest, string LargestTicker)
{
    /// <summary>Leaves out NaN; null if nothing is left.</summary>
    internal static PanelSpread? Of(IEnumerable<(string Symbol, double Value)> values)
    {
        (string Symbol, double Value)[] sorted =
        [
            .. values.Where(one => !double.IsNaN(one.Value)).OrderBy(one => one.Value)
                .ThenBy(one => one.Symbol, StringComparer.Ordinal),
        ];
        return sorted.Length == 0 ? null : new(sorted[0].Value, sorted[0].Symbol,
            Quantile.OfSorted(Array.ConvertAll(sorted, one => one.Value), .5), sorted[^1].Value, sorted[^1].Symbol);
    }
}
