using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>The value of the forecasts to an investor who targets a constant volatility.</summary>
internal static class EconomicTable
{
    public static ReportTable Of(ComparedBacktest backtest)
    {
        var benchmark = backtest.Comparison.Models.Single(m => m.Model == backtest.Benchmark).Utility.Utility;
        var investor = backtest.Options.Investor;
        return new()
        {
            Name = "economic_value",
            Title = "Volatility targeting",
            Note = $"A mean–variance investor with a Sharpe ratio of {investor.SharpeRatio} and a risk aversion of"
                + $" {investor.RiskAversion} targets a volatility of {investor.TargetVolatility:0 %}. Utility is realised, per"
                + " year, as a share of wealth; no forecast has an expected utility above"
                + $" {investor.NoiseCeiling(backtest.Sample.Horizon):0.00 %}. The fee is what the investor would pay per year to"
                + $" switch from {backtest.Benchmark}. Trading costs are not deducted; the table shows the turnover.",
            Columns =
            [
                new("model", "model"),
                new("utility", "utility", "0.00 %"),
                new("fee", $"fee over {backtest.Benchmark}", "0.00 %"),
                new("mean_weight", "mean weight", "0.00"),
                new("turnover", "turnover a day", ".000"),
            ],
            Rows = [.. backtest.Comparison.Models.OrderByDescending(m => m.Utility.Utility).Select(m => new Cell[]
            {
                m.Model, m.Utility.Utility, m.Utility.Utility - benchmark, m.Utility.MeanWeight, m.Utility.Turnover,
            })],
        };
    }
}
