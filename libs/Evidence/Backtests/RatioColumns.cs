using Volcast.Evaluation.Comparison;
using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>The columns of a ratio of mean losses: the ratio, its bootstrap interval, and the p-value of Diebold and
/// Mariano's test.</summary>
internal static class RatioColumns
{
    /// <param name="title">The heading of the ratio, such as <c>/ har</c>.</param>
    public static TableColumn[] Titled(string title) =>
    [
        new("ratio", title, ".000") { Label = title.Replace("/", "loss ÷", StringComparison.Ordinal) },
        new("ratio_lower", "from", ".000") { Label = "interval from" },
        new("ratio_upper", "to", ".000"),
        new("dm_p", "DM p", TableColumn.PValue) { Label = "p, equal losses" },
    ];

    /// <summary>The ratio and the ends of its interval; NaN, shown as a dash, if there is no interval.</summary>
    public static Cell[] Of(LossRatio ratio) =>
        [ratio.Ratio, ratio.Interval.Value?.Lower, ratio.Interval.Value?.Upper];
}
