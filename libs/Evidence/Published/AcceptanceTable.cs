using Volcast.Evidence.Backtests;
using Volcast.Reports;
using Volcast.Volatility;

namespace Volcast.Evidence.Published;

/// <summary>Every threshold that was set for the recipe <c>volcast</c> on SPY at five sessions, and whether it is met.</summary>
internal static class AcceptanceTable
{
    public const string Name = "bars";

    /// <summary>Null where no threshold was set: for another model, target or horizon, or on the simulated market.</summary>
    public static ReportTable? Of(ComparedBacktest backtest) => !AcceptanceBar.AppliesTo(backtest) ? null : new()
    {
        Name = Name,
        Title = "Thresholds that were set for the recipe, and what it reaches",
        Note = $"The thresholds were set for origins {AcceptanceBar.Period}, before the first release, and have not changed;"
            + $" these origins are from {backtest.Sample.Origins[0]:yyyy-MM-dd} to {backtest.Sample.Origins[^1]:yyyy-MM-dd}."
            + " Ratios are of QLIKE. One more threshold, on 5-minute realised variance, needs data that are not in a backtest:"
            + " docs/proof/intraday.md.",
        Columns =
        [
            new("bar", "bar"),
            new("measured", "measured", ".0000"),
            new("at_least", "at least", ".000"),
            new("at_most", "at most", ".000"),
            new("aim", "aim", ".000"),
            new("verdict", "verdict"),
        ],
        Rows = [.. Bars(backtest).Where(bar => !double.IsNaN(bar.Measured)).Select(bar => new Cell[]
        {
            bar.Name, bar.Measured, bar.AtLeast, bar.AtMost, bar.Aim, bar.Verdict,
        })],
    };

    private static IEnumerable<Bar> Bars(ComparedBacktest backtest)
    {
        var (model, sample, benchmark) = (backtest.Model, backtest.Sample, backtest.Benchmark);
        AcceptanceBar[] ratios = [.. AcceptanceBar.All.Where(bar => sample.Models.Contains(bar.Against))];
        var pairs = ratios.Select(bar => backtest.Against(bar.Against)).ToArray();
        foreach (var (bar, pair) in ratios.Zip(pairs))
            yield return new($"ratio to {bar.Against}", pair.Ratio.Ratio) { AtMost = bar.Accepted, Aim = bar.Aim };
        yield return new("largest Diebold–Mariano p of these", Largest(pairs.Select(pair => pair.DieboldMariano.PValue)))
        {
            AtMost = .05,
        };
        yield return new("largest p of a baseline in the confidence set", Largest(
            backtest.Comparison.Models.Where(m => m.Model != model.Model).Select(m => m.ConfidenceSetPValue)))
        {
            AtMost = 1 - backtest.Options.Confidence,
        };
        yield return new("R² on volatility", Losses.RSquaredOnVolatility(sample.RealizedVariance, sample.Forecast(model.Model)))
        {
            AtLeast = .58,
        };
        double[] years = [.. GroupTables.Years(backtest).Rows.Select(year => year[^1].Number).OrderDescending()];
        if (benchmark != model.Model)
        {
            yield return new($"worst year, ratio to {benchmark}", years[0]) { AtMost = 1.06 };
            yield return new($"second worst year, ratio to {benchmark}", years.Skip(1).DefaultIfEmpty(double.NaN).First())
            {
                AtMost = 1,
            };
        }
        yield return new("80 % interval covers", model.Interval80.Coverage) { AtLeast = .78, AtMost = .82 };
        foreach (var (tercile, score) in model.Interval80ByTercile)
            yield return new($"80 % interval covers, {tercile} forecasts", score.Coverage) { AtLeast = .7, AtMost = .9 };
        yield return new($"Winkler, ratio to {benchmark}", model.Interval80.MeanWinkler
            / backtest.Comparison.Models.Single(m => m.Model == benchmark).Interval80.MeanWinkler)
        {
            AtMost = .9,
        };
        yield return new($"ratio to {benchmark} on range variance", RangeTable.Of(backtest)?.Rows
            .Where(row => row[0].Text == model.Model).Select(row => row[2].Number).First() ?? double.NaN)
        {
            AtMost = .735,
        };
    }

    private static double Largest(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Max();

    /// <summary>A measured figure and its bounds; NaN if there is no such bound.</summary>
    private sealed record Bar(string Name, double Measured)
    {
        public double AtLeast { get; init; } = double.NaN;
        public double AtMost { get; init; } = double.NaN;
        public double Aim { get; init; } = double.NaN;

        public string Verdict => Measured < AtLeast ? $"missed by {AtLeast - Measured:.0000}"
            : Measured > AtMost ? $"missed by {Measured - AtMost:.0000}"
            : Measured <= Aim ? "met, and the aim" : "met";
    }
}
