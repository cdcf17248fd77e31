using Volcast.ApiContract.Models;
using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Models;

/// <summary>Computes the series and groups of a walk-forward.</summary>
/// <param name="result">The walk-forward; it has common origins.</param>
/// <param name="model">One of its models with forecasts.</param>
/// <param name="benchmark">Another one.</param>
internal sealed class WalkForwardDocuments(WalkForwardResult result, ModelForecasts model, ModelForecasts benchmark)
{
    private const int Worst = 20;

    private readonly ComparisonSample sample = ComparisonSample.Of(result);

    public WalkForwardDocument Of(TargetSnapshot target, int version)
    {
        var losses = sample.Losses(LossFunction.Qlike);
        var advantage = losses.CumulativeAdvantage(model.Name, benchmark.Name);
        var (own, other) = (losses.Column(model.Name), losses.Column(benchmark.Name));
        var scores = model.TailRisk.Select(risk => (Risk: risk, Score: ValueAtRiskScore.Of(risk, sample.Rows)))
            .Where(one => one.Score.N > 0).ToArray();
        return new()
        {
            Symbol = result.Symbol,
            DataKind = target.DataKind.Name(),
            Horizon = result.Horizon,
            ModelVersion = version,
            Model = model.Name,
            Benchmark = benchmark.Name,
            WalkForwardModels = sample.Models,
            FirstOrigin = sample.Origins[0],
            LastOrigin = sample.Origins[^1],
            N = sample.Origins.Length,
            LossAdvantages = [.. RowGroup.LastOfWeeks(sample.Origins).Select(
                row => new LossAdvantageDocument(sample.Origins[row], advantage[row]))],
            Years = [.. RowGroup.ByYear(sample.Origins).Select(group => Of(group, own, other))],
            Terciles = [.. RowGroup.ByTercile(sample.Forecast(model.Name)).Select(group => Of(group, own, other))],
            PitBins = PitBins(own: Density(target, model)),
            DensityScores = DensityScoresOf(target),
            ValueAtRiskRecords = [.. scores.Select(one => Of(one.Risk, one.Score))],
            TrafficLight = TrafficLightDocuments.Of(
                scores.Select(one => one.Score.TrafficLight).FirstOrDefault(light => light is not null)),
            WorstOrigins =
            [
                .. Enumerable.Range(0, own.Length).OrderByDescending(row => own[row]).ThenBy(row => row).Take(Worst)
                    .Select(row => new WorstOriginDocument(sample.Origins[row], Math.Sqrt(sample.Forecast(model.Name)[row]),
                        Math.Sqrt(sample.Forecast(benchmark.Name)[row]),
                        ForecastDocuments.Number(Math.Sqrt(sample.RealizedVariance[row])), ForecastDocuments.Number(own[row]),
                        ForecastDocuments.Number(other[row]))),
            ],
        };
    }

    private OriginGroupDocument Of(RowGroup group, double[] own, double[] other)
    {
        var (mean, benchmarkMean) = (group.Of(own).Average(), group.Of(other).Average());
        return new(group.Name, group.Rows.Length, ForecastDocuments.Number(mean), ForecastDocuments.Number(benchmarkMean),
            ForecastDocuments.Number(mean / benchmarkMean), Coverage(model.Lower80, model.Upper80, .8),
            Coverage(model.Lower95, model.Upper95, .95));

        double? Coverage(double[] lower, double[] upper, double level) =>
            ForecastDocuments.Number(sample.Interval(group, lower, upper, level).Coverage);
    }

    private static PitBinDocument[] PitBins(DensityScores own) =>
    [
        .. DensityScores.Histogram(own.Pit).Select((count, bin) => new PitBinDocument(
            (double)bin / DensityScores.Bins, (bin + 1.0) / DensityScores.Bins, count)),
    ];

    private DensityScoreDocument[] DensityScoresOf(TargetSnapshot target) =>
    [
        .. MeanDensity.Compare(
            new[] { model, benchmark }.Select(one => (one.Name, (DensityScores?)Density(target, one))), sample.Rows)
            .Select(mean => new DensityScoreDocument(
                mean.Model, mean.N, ForecastDocuments.Number(mean.Crps), ForecastDocuments.Number(mean.LogScore))),
    ];

    private DensityScores Density(TargetSnapshot target, ModelForecasts of) => WalkForwardDensity.Of(
        result, of, target.Inputs.Known.Sessions, target.Inputs.Known.TargetReturns);

    private ValueAtRiskRecordDocument Of(TailRiskForecasts risk, ValueAtRiskScore score)
    {
        var test = score is { Sessions: 1, Backtests: [var only] } ? only : null;
        BreachDocument[] breaches =
        [
            .. sample.Rows.Where(row => risk.LogReturn[row] < -risk.ValueAtRisk[row])
                .Select(row => new BreachDocument(result.Origins[row], risk.LogReturn[row], risk.ValueAtRisk[row])),
        ];
        var hits = new TailHits(risk.Sessions, risk.Confidence, score.N, breaches.Length);
        return new(hits.Sessions, hits.Confidence, hits.N, hits.Expected, hits.Hits, test?.UnconditionalCoverage.PValue,
            test?.Independence.PValue, breaches);
    }
}
