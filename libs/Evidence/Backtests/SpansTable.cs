using System.Globalization;
using Volcast.Evaluation.Comparison;
using Volcast.Reports;
using Volcast.Volatility;

namespace Volcast.Evidence.Backtests;

/// <summary>Scores in the years on which the recipe was developed, and in the years after them.</summary>
internal static class SpansTable
{
    /// <summary>The last day of the data on which the recipe was chosen.</summary>
    internal static readonly DateOnly Developed = new(2018, 12, 31);

    /// <summary>The spans: their names, and whether a calendar year belongs to one.</summary>
    public static IReadOnlyList<(string Name, Func<string, bool> Takes)> Years { get; } =
    [
        ($"to-{Developed.Year}", year => int.Parse(year, CultureInfo.InvariantCulture) <= Developed.Year),
        ($"from-{Developed.Year + 1}", year => int.Parse(year, CultureInfo.InvariantCulture) > Developed.Year),
    ];

    /// <summary>A span's name as a person reads it: <c>up to 2018</c> for <c>to-2018</c>.</summary>
    public static string InWords(string name) => name.Replace("to-", "up to ", StringComparison.Ordinal)
        .Replace("from-", "from ", StringComparison.Ordinal);

    /// <summary>Null if all origins are on one side.</summary>
    public static ReportTable? Of(ComparedBacktest backtest)
    {
        var sample = backtest.Sample;
        var (model, benchmark) = (backtest.Qlike.Column(backtest.Model.Model), backtest.Qlike.Column(backtest.Benchmark));
        var forecast = sample.Forecast(backtest.Model.Model);
        var rows = Enumerable.Range(0, sample.Rows.Length).ToLookup(row => sample.Origins[row] <= Developed);
        RowGroup[] spans = [new(Years[0].Name, [.. rows[true]]), new(Years[1].Name, [.. rows[false]])];
        return spans.Any(span => span.Rows.Length < 2) ? null : new()
        {
            Name = "spans",
            Title = $"{backtest.Model.Model} and {backtest.Benchmark} before and after {Developed:yyyy-MM-dd}, QLIKE",
            Note = "The shipped recipe was developed on the first span. The second span was evaluated once for each release.",
            Columns =
            [
                new("span", "span") { Label = "years" },
                new("n", "n", "#,0"),
                new("qlike", backtest.Model.Model, ".0000"),
                new("benchmark_qlike", backtest.Benchmark, ".0000"),
                new("ratio", "ratio", ".000"),
                new("r2_volatility", "R² (vol)", ".000") { Label = "R², volatility" },
            ],
            Rows = [.. spans.Select(span => new Cell[]
            {
                Cell.Named(span.Name, InWords(span.Name)),
                span.Rows.Length, span.Of(model).Average(), span.Of(benchmark).Average(),
                span.Of(model).Average() / span.Of(benchmark).Average(),
                Losses.RSquaredOnVolatility(span.Of(sample.RealizedVariance), span.Of(forecast)),
            })],
        };
    }
}
