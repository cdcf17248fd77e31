using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
using Volcast.Evaluation.Tests.Comparison;
using Volcast.Evidence.Backtests;
using Volcast.Forecasting;

namespace Volcast.Evidence.Tests.Backtests;

/// <summary>Nearly three years of a changing variance with a good model, har, a model that starts late and one that makes no
/// forecast. The backtest has reasons, a look-back, ranges and the true variance.</summary>
internal static class ScriptedBacktest
{
    private const int Rows = 700;

    public static readonly ComparisonOptions Options = new() { Bootstrap = new() { Draws = 300 } };

    public static Backtest Create(string kind = BacktestRun.Real)
    {
        var random = new Random(17);
        var truth = Draws.MovingAverage(random, Rows, 40).Select(z => .03 * Math.Exp(z)).ToArray();
        var origins = truth.Select((_, i) => new DateOnly(2019, 1, 14).AddDays(i + i / 5 * 2)).ToArray();
        var ours = Noisy(.1);
        var reasons = Reasons(random, ours);
        var result = new WalkForwardResult
        {
            Symbol = "SPY",
            Horizon = 5,
            Origins = origins,
            TargetEnds = [.. origins.Select(day => (DateOnly?)day.AddDays(7))],
            RealizedVariance = [.. truth.Select((v, i) =>
                i >= Rows - 5 ? double.NaN : v * Draws.Gaussian(random, 5).Average(z => z * z))],
            RealizedRangeVariance = [.. truth.Select((v, i) =>
                i >= Rows - 5 ? double.NaN : v * Draws.Gaussian(random, 25).Average(z => z * z))],
            Models =
            [
                Model("har", Noisy(.7)) with
                {
                    TailRisk = [.. TailRisk(random)],
                    Density = Density(.02),
                    ReusedParameters = [new("har", origins[42], origins[83], origins[0], "did not converge")],
                },
                Model("volcast", ours) with { Reasons = reasons, TailRisk = [.. TailRisk(random)], Density = Density(.01) },
                Model("late", [.. Noisy(.3).Select((v, i) => i < 50 ? double.NaN : i == Rows - 1 ? 100 : v)]) with
                {
                    SkippedOrigins =
                        [new("late", origins[0], origins[49], SkipCause.TooLittleHistory, "50 rows | and a <reason>")],
                },
                Model("never", [.. truth.Select(_ => double.NaN)]) with
                {
                    SkippedOrigins =
                        [new("never", origins[0], origins[^1], SkipCause.TooLittleHistory, "nothing to learn from")],
                },
            ],
        };
        return new()
        {
            Run = new()
            {
                Model = "volcast",
                Benchmark = "har",
                DataKind = kind,
                RefitEvery = 42,
                PurgedRows = 5,
                BurnIn = 500,
                Seed = 7,
                InputDigests = new Dictionary<string, string> { ["curated.market"] = new('a', 64) },
                Command = "volcast backtest --target SPY --horizon 5 --from 2019-01-14 --seed 7 --models har,volcast,late,never",
            },
            Result = result,
            Reasons = MonthlyReasons.Of(result, "volcast", FamilyOf),
            LookBack = result with { Models = [Model("volcast", Noisy(.2))] },
            LookBackRows = 2520,
            TrueVariance = kind == BacktestRun.Simulated ? truth : null,
        };

        double[] Noisy(double scale) => [.. truth.Zip(Draws.Gaussian(random, Rows), (v, z) => v * Math.Exp(scale * z))];
    }

    public static string FamilyOf(string feature) =>
        feature.StartsWith("vix") ? "implied" : feature.StartsWith("vol") ? "recent volatility" : "leverage";

    private static ModelForecasts Model(string name, double[] variance) => new()
    {
        Name = name,
        Variance = variance,
        Lower80 = [.. variance.Select((v, row) => row < 10 ? double.NaN : .3 * v)],
        Upper80 = [.. variance.Select((v, row) => row < 10 ? double.NaN : 2 * v)],
        Lower95 = [.. variance.Select(v => .15 * v)],
        Upper95 = [.. variance.Select(v => 4 * v)],
        SkippedOrigins = [],
    };

    /// <summary>A constant CRPS and the log score 100 times as large, from the eleventh origin on; the transforms follow one another
    /// evenly.</summary>
    private static DensityScores Density(double crps) => new(Column(row => row % 10 / 10.0 + .05), Column(_ => crps), Column(_ => 100 * crps));

    private static double[] Column(Func<int, double> of) =>
        [.. Enumerable.Range(0, Rows).Select(row => row < 10 ? double.NaN : of(row))];

    /// <summary>Constant value-at-risk over one session and over five, right for 95 % and 99 % of normal returns.</summary>
    private static IEnumerable<TailRiskForecasts> TailRisk(Random random)
    {
        var (oneSession, fiveSessions) = (Returns(), Returns());
        yield return new(1, .95, Constant(1.645), Constant(2.063), oneSession);
        yield return new(5, .99, Constant(2.326), Constant(2.665), fiveSessions);
        yield return new(1, .99, Constant(2.326), Constant(2.665), oneSession);

        double[] Returns() =>
            [.. Draws.Gaussian(random, Rows).Select((z, row) => row < Rows - 5 ? .01 * z : double.NaN)];

        static double[] Constant(double deviations) =>
            [.. Enumerable.Range(0, Rows).Select(row => row < 20 ? double.NaN : .01 * deviations)];
    }

    /// <summary>The last contribution makes them add up to the forecasts.</summary>
    private static ReasonsByOrigin Reasons(Random random, double[] variance)
    {
        double[][] amounts = [.. Enumerable.Range(1, 3).Select(scale =>
            Draws.Gaussian(random, Rows).Select(z => scale * z).ToArray())];
        return new()
        {
            Scale = ContributionScale.LogVariance,
            Features = ["vol_20d", "vix", "vix_term", "ret_5d"],
            Base = [.. variance.Select(_ => -3.5)],
            Amounts = [.. amounts, [.. variance.Select((v, row) => Math.Log(v) + 3.5 - amounts.Sum(a => a[row]))]],
        };
    }
}
