using System.Globalization;
using System.Text;
using Volcast.Evaluation.Comparison;
using Volcast.Forecasting;

namespace Volcast.Evaluation.Tests.TailRisk;

/// <summary>Compares methods for value at risk and expected shortfall over 10 and 22 sessions on SPY; writes
/// docs/proof/tail-risk.md. <see cref="TailRiskTests"/> is the short form.</summary>
[Trait(Category.Name, Category.Proof)]
public sealed class TailRiskProof
{
    private static readonly DateOnly From = new(2010, 1, 4);
    private static readonly DateOnly Chosen = new(2018, 12, 31);
    private static readonly DateOnly Last = new(2021, 12, 31);
    private static readonly string[] Models = ["har", "xgboost-21", "volcast"];
    private readonly StringBuilder page = new();

    [Fact]
    public void The_method_of_long_horizons_has_the_smallest_loss_and_covers_its_level()
    {
        var data = SpyData.Load();
        Line("# Value at risk and expected shortfall over 10 and 22 sessions");
        Line("");
        Line("Written by `make prove`, on SPY. `har` and `xgboost-21` are walk-forwards from 2010-01-04 with a burn-in of 504");
        Line("origins. `volcast` has the published forecasts (docs/evidence/volcast-7), which start in 2010. Its first 250");
        Line("outcomes are the burn-in, so its scores start a year later. A backtest, which has a burn-in, scores it on all");
        Line("origins.");
        Line("The method was chosen on outcomes that end by 2018-12-31; no later outcome was used for the choice.");
        Line("[Decision 16](../decisions/0016-tail-risk-of-long-horizons.md) describes the methods.");
        var checks = new List<Action>();
        foreach (var horizon in new[] { 10, 22 })
        {
            var studies = Forecasts(data, horizon).Select((variance, i) => (Model: Models[i], Study: new TailStudy(
                horizon, data.Sessions.ToArray(), variance, data.TargetReturns.ToArray(), From))).ToArray();
            Losses(horizon, [.. studies.Select(s => s.Study)], checks);
            Coverage(horizon, studies, checks);
            Power(horizon, studies[0].Study);
        }
        File.WriteAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "tail-risk.md"), page.ToString());
        Assert.All(checks, check => check());
    }

    /// <summary>A smaller difference of mean losses counts as a tie.</summary>
    private const double Tie = .002;

    /// <summary>A column for each model; rows are those of the data.</summary>
    private static IEnumerable<double[]> Forecasts(ForecastingData data, int horizon)
    {
        var first = data.FirstRowFrom(From) - 504;
        var options = new WalkForwardOptions { From = data.Sessions[first], To = Last, Horizon = horizon, BurnIn = 0 };
        IForecaster[] models = [.. Models[..2].Select(name =>
            ForecasterCatalog.Create(name, new ForecasterSettings { Features = SpyData.Features(data) }))];
        var result = WalkForward.Run(data, models, options, cancellationToken: TestContext.Current.CancellationToken);
        foreach (var model in result.Models)
            yield return [.. Enumerable.Repeat(double.NaN, first), .. model.Variance];

        var path = Path.Combine(
            SharedData.RepositoryRoot, "docs", "evidence", "volcast-7", $"SPY-{horizon}d", "forecasts.csv");
        var published = CsvTable.Parse(path, File.ReadAllBytes(path));
        var column = Array.ConvertAll(data.Sessions.ToArray(), _ => double.NaN);
        foreach (var (day, forecast) in published.Dates("forecast_origin").Zip(published.Numbers(Models[2])))
            column[data.FirstRowFrom(day!.Value)] = forecast;
        yield return column;
    }

    private void Losses(int horizon, TailStudy[] studies, List<Action> checks)
    {
        Line("");
        Line($"## {horizon} sessions: the Fissler–Ziegel loss");
        Line("The mean of the three models; smaller is better. `t` compares the mean of the three levels with historical");
        Line("simulation (Diebold–Mariano, mean of the models and levels); a value below −1.96 would be significant at 5 %.");
        foreach (var (span, to) in new[] { ("2010 to 2018, the years of the choice", Chosen), ("2010 to 2021", Last) })
        {
            Line("");
            Line($"{span}:");
            Line("");
            Line("| method | 95 % | 97.5 % | 99 % | mean | t |");
            Line("|---|---:|---:|---:|---:|---:|");
            var means = new Dictionary<string, double>();
            foreach (var name in studies[0].Names)
            {
                double[] losses =
                [
                    .. TailStudy.Confidences.Select(
                        level => studies.Average(study => study.Score(name, level, to).MeanFisslerZiegel)),
                ];
                means[name] = losses.Average();
                var t = name == TailStudy.Historical ? double.NaN : studies.Average(s =>
                    TailStudy.Confidences.Average(c => s.Difference(name, TailStudy.Historical, c, to)));
                string[] cells = [name, .. losses.Append(losses.Average()).Select(loss => Number(loss, "F3")), Number(t, "F1")];
                Line($"| {string.Join(" | ", cells)} |");
            }
            if (to == Chosen)
                checks.Add(() => Assert.InRange(means[TailStudy.Chosen] - means.Values.Min(), 0, Tie));
        }
    }

    private void Coverage(int horizon, (string Model, TailStudy Study)[] studies, List<Action> checks)
    {
        Line("");
        Line($"## {horizon} sessions: hits and shortfall");
        Line("`hits` is the share of all origins, which overlap. `p > .05` counts the offsets, of sequences without overlap, on");
        Line("which Kupiec's test does not reject. `shortfall` is the mean of loss over expected shortfall at the hits; `pooled`");
        Line("is their mean loss over their mean expected shortfall.");
        Line("");
        Line("| model | method | to | level | hits | fewest and most hits | p > .05 | shortfall | pooled |");
        Line("|---|---|---|---|---:|---:|---:|---:|---:|");
        foreach (var (model, study) in studies)
            foreach (var method in new[] { TailStudy.Historical, TailStudy.Chosen })
                foreach (var to in new[] { Chosen, Last })
                    foreach (var confidence in TailStudy.Confidences)
                    {
                        var score = study.Score(method, confidence, to);
                        var passed = score.Backtests.Count(test => test.UnconditionalCoverage.PValue > .05);
                        var pooled = study.PooledShortfall(method, confidence, to);
                        var when = method == TailStudy.Chosen ? "now" : "before";
                        string[] cells =
                        [
                            $"`{model}`", when, Number(to.Year, "0"), Number(100 * confidence, "0.# '%'"),
                            Number(score.HitShare, "P1"),
                            $"{score.Backtests.Min(t => t.Hits)}, {score.Backtests.Max(t => t.Hits)}",
                            $"{passed} of {horizon}", Number(score.ShortfallRatio, "F2"), Number(pooled, "F2"),
                        ];
                        Line($"| {string.Join(" | ", cells)} |");
                        if (method != TailStudy.Chosen || confidence != .95 || horizon != 22)
                            continue;
                        checks.Add(() => Assert.InRange(passed, 20, 22));
                        if (model != Models[2]) // Without a burn-in, its first year is missing.
                            checks.Add(() => Assert.InRange(pooled, .8, 1.25));
                    }
    }

    private void Power(int horizon, TailStudy study)
    {
        Line("");
        Line($"## {horizon} sessions: what Kupiec's test can detect");
        Line("On one offset, at 5 %: `size` is the probability that it rejects a correct value at risk, `power` that it rejects");
        Line("one that is exceeded twice as often as stated.");
        Line("");
        Line("| to | level | windows | expected hits | size | power |");
        Line("|---|---|---:|---:|---:|---:|");
        foreach (var to in new[] { Chosen, Last })
            foreach (var confidence in TailStudy.Confidences)
            {
                var windows = study.Score(TailStudy.Chosen, confidence, to).Backtests[0].Days;
                string[] cells =
                [
                    Number(to.Year, "0"), Number(100 * confidence, "0.# '%'"), Number(windows, "0"),
                    Number(windows * (1 - confidence), "F1"),
                    Number(ValueAtRiskBacktest.KupiecPower(windows, 1 - confidence, 1 - confidence), "P1"),
                    Number(ValueAtRiskBacktest.KupiecPower(windows, 1 - confidence, 2 * (1 - confidence)), "P1"),
                ];
                Line($"| {string.Join(" | ", cells)} |");
            }
    }

    private static string Number(double value, string format) =>
        double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture);

    private void Line(FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Line(string text) => page.Append(text).Append('\n');
}
