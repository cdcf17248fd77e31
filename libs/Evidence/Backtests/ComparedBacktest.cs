using Volcast.Evaluation.Comparison;

namespace Volcast.Evidence.Backtests;

/// <summary>A backtest and the comparison of its models: what every table is computed from. Immutable.</summary>
public sealed class ComparedBacktest
{
    /// <summary>Compares. Where the model or the benchmark that the run names made no forecast, the first that did stands
    /// in.</summary>
    /// <param name="backtest">What is told.</param>
    /// <param name="options">How; the benchmark is the run's.</param>
    /// <exception cref="Forecasting.InsufficientDataException">There is no common origin, or too few.</exception>
    public ComparedBacktest(Backtest backtest, ComparisonOptions? options = null)
    {
        Backtest = backtest;
        var forecasting = ComparisonSample.Of(backtest.Result).Models;
        Options = (options ?? new()) with { Benchmark = Present(backtest.Run.Benchmark) };
        Comparison = ForecastComparison.Of(backtest.Result, Options);
        Qlike = Comparison.Sample.Losses(LossFunction.Qlike);
        Model = Comparison.Models.Single(m => m.Model == Present(backtest.Run.Model));

        string Present(string name) => forecasting.Contains(name) ? name : forecasting[0];
    }

    public Backtest Backtest { get; }

    public ComparisonOptions Options { get; }

    public ForecastComparison Comparison { get; }

    /// <summary>QLIKE of each model on each common origin.</summary>
    public LossTable Qlike { get; }

    /// <summary>The model that the report is about.</summary>
    public ComparedModel Model { get; }

    public ComparisonSample Sample => Comparison.Sample;

    public string Benchmark => Options.Benchmark;

    /// <summary>The models, the smallest QLIKE first.</summary>
    public IEnumerable<ComparedModel> Ranked =>
        Comparison.Models.OrderBy(m => m.MeanLosses[LossFunction.Qlike.Name]);

    /// <summary>The report's model against another one.</summary>
    public PairwiseComparison Against(string other) => PairwiseComparison.Of(
        Model.Model, Qlike.Column(Model.Model), Qlike.Column(other), Sample.Horizon, Options);
}
