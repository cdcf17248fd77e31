using Volcast.Evaluation.Comparison;

namespace Volcast.Evidence.Backtests;

/// <summary>A backtest and the comparison of its models, from which every table is computed. Immutable.</summary>
public sealed class ComparedBacktest
{
    /// <summary>Compares the models. If the model or the benchmark of the run made no forecast, the first model that did replaces
    /// it.</summary>
    /// <param name="backtest">The backtest.</param>
    /// <param name="options">How to compare; the benchmark is that of the run.</param>
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

    /// <summary>The models, ordered by QLIKE, the smallest first.</summary>
    public IEnumerable<ComparedModel> Ranked =>
        Comparison.Models.OrderBy(m => m.MeanLosses[LossFunction.Qlike.Name]);

    /// <summary>Compares the report's model with another one.</summary>
    public PairwiseComparison Against(string other) => PairwiseComparison.Of(
        Model.Model, Qlike.Column(Model.Model), Qlike.Column(other), Sample.Horizon, Options);
}
