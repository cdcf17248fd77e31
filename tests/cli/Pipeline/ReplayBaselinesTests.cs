using Volcast.Cli.Pipeline.Replay;
using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Cli.Tests.Pipeline;

public sealed class ReplayBaselinesTests
{
    private const int Rows = 700;
    private const int First = 650;
    private const int Hole = 660;

    /// <summary>One session without a value of the index: HAR does not need it, and the next sessions have one again.</summary>
    [Fact]
    public void A_missing_input_costs_one_forecast_of_the_model_that_reads_it()
    {
        var random = new Random(7);
        DateOnly[] days = [.. Sessions()];
        var returns = Array.ConvertAll(days, _ => .02 * (random.NextDouble() - .5));
        var index = Array.ConvertAll(days, _ => 15 + (5 * random.NextDouble()));
        index[Hole] = double.NaN;
        var history = new ForecastingData("SPY", days, returns, new Dictionary<string, double[]> { ["vix"] = index });

        using var baselines = new ReplayBaselines(
            AssetRoles.For(Symbol.Parse("SPY"), ImpliedVolatilityIndex.Parse("SPY=^VIX")), history, 5, First, Rows);
        for (var row = First; row < First + 20; row++)
            Assert.Equal(row == Hole ? ["har"] : ["har", "vix-calibrated"],
                baselines.Forecast(row, TradingCalendar.Nyse, TestContext.Current.CancellationToken)
                    .Select(made => made.Row.Model));
    }

    private static IEnumerable<DateOnly> Sessions()
    {
        var session = new DateOnly(2015, 1, 2);
        for (var row = 0; row < Rows; row++, session = TradingCalendar.Nyse.Next(session))
            yield return session;
    }
}
