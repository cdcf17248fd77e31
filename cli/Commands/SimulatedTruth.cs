using Volcast.Evaluation;
using Volcast.Market;
using Volcast.Market.Simulation;
using Volcast.Volatility;

namespace Volcast.Cli.Commands;

/// <summary>The true future variance of the simulated market, for reports that compare forecasts with it.</summary>
internal static class SimulatedTruth
{
    /// <summary>Larger than the effect of prices rounded to cents on a realised variance, in log.</summary>
    private const double Tolerance = .05;

    /// <summary>The true mean annualised variance over each origin's horizon; null, with a note, if the lake was made with
    /// another seed than the configured one.</summary>
    public static double[]? Of(CommandContext context, WalkForwardResult result)
    {
        var seed = (ulong)context.Settings.Number(VolcastSettings.Seed);
        var symbol = Symbol.Parse(result.Symbol);
        var market = SimulatedMarket.Generate(
            seed, context.Calendar.Add(result.Origins[^1], result.Horizon), context.Simulation);
        var variance = market.TrueVariance(symbol);
        var closes = market.Bars(symbol).AdjustedClose;
        var labels = RealizedVariance.Labels(
            [double.NaN, .. closes.Skip(1).Zip(closes, (close, before) => Math.Log(close / before))], result.Horizon);
        var place = market.Sessions.Select((session, i) => (session, i)).ToDictionary(s => s.session, s => s.i);
        var truth = new double[result.Origins.Length];
        var (known, alike) = (0, 0);
        for (var row = 0; row < truth.Length; row++)
        {
            var origin = place[result.Origins[row]];
            truth[row] = variance.AsSpan(origin + 1, result.Horizon).ToArray().Average();
            if (!double.IsFinite(result.RealizedVariance[row]))
                continue;
            known++;
            alike += Math.Abs(Math.Log(labels[origin] / result.RealizedVariance[row])) < Tolerance ? 1 : 0;
        }
        if (alike >= known * .9)
            return truth;
        context.Terminal.Note($"The simulated lake was made with another seed than {seed}: the report omits the true variance. "
            + "Give the lake's seed with --seed.");
        return null;
    }
}
