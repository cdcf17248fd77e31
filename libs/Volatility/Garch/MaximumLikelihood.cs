using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.Optimization;

namespace Volcast.Volatility.Garch;

/// <summary>Estimates a variance process by maximum likelihood, on returns scaled to unit variance.</summary>
internal static class MaximumLikelihood
{
    private const int MinimumReturns = 100;
    private const int SimplexIterations = 2000;

    /// <summary>
    /// Tries the starts, the likeliest first, until one converges: by <see cref="QuasiNewton"/> and, if that fails, again after a
    /// simplex search (Nelder and Mead 1965), which needs no gradient. An estimate at which the likelihood has no maximum
    /// (<see cref="Likelihood.Degeneracy"/>) does not count.
    /// </summary>
    /// <param name="name">The model's name in messages.</param>
    /// <param name="returns">In order.</param>
    /// <param name="likelihood">Of returns of unit variance.</param>
    /// <param name="process">The process from its natural parameters and the returns' standard deviation.</param>
    /// <exception cref="ArgumentException">A return is not finite.</exception>
    /// <exception cref="EstimationException">There are too few returns, they do not vary, the search does not converge, or it
    /// converges where the likelihood has no maximum.</exception>
    public static VarianceFit<TProcess> Estimate<TProcess>(string name, ReadOnlySpan<double> returns,
        Func<double[], Likelihood> likelihood, Func<double[], double, TProcess> process)
        where TProcess : VarianceProcess
    {
        foreach (var r in returns)
            if (!double.IsFinite(r))
                throw new ArgumentException($"A return is {r}: leave out missing returns.", nameof(returns));
        if (returns.Length < MinimumReturns)
            throw new EstimationException($"{name} cannot be estimated from {returns.Length} returns, fewer than "
                + $"{MinimumReturns}: give more history.");
        var deviation = StandardDeviation(returns, out var mean);
        if (!(deviation > 1e-12 && double.IsFinite(deviation)))
            throw new EstimationException($"{name} cannot be estimated from {returns.Length} returns with a standard deviation "
                + $"of {deviation}: they do not vary.");
        var scaled = returns.ToArray();
        for (var t = 0; t < scaled.Length; t++)
            scaled[t] /= deviation;
        var model = likelihood(scaled);
        var search = new Search(model);
        string? degenerate = null;
        foreach (var start in search.StartsFrom(mean / deviation))
        {
            if (search.Converge(start) is not { } minimum)
                continue;
            var natural = search.Natural(minimum.Point);
            var found = process(natural, deviation);
            if (model.Degeneracy(natural, found.Filter(returns).Min() / (deviation * deviation)) is { } reason)
                degenerate = reason;
            else
                return new(found, -scaled.Length * (minimum.Value + Math.Log(deviation)), minimum.Iterations);
        }
        if (degenerate is not null)
            throw new EstimationException($"{name} has no estimate over {returns.Length} returns, of which {MostEqual(scaled)} "
                + $"are equal: {degenerate}. Check them for stale prices.");
        throw new EstimationException($"{name} did not converge over {returns.Length} returns from any start: check "
            + "them for outliers or stale prices.");
    }

    /// <summary>How often the most frequent return occurs.</summary>
    private static int MostEqual(double[] returns) => returns.CountBy(r => r).Max(group => group.Value);

    private static double StandardDeviation(ReadOnlySpan<double> values, out double mean)
    {
        mean = 0;
        foreach (var v in values)
            mean += v / values.Length;
        var squares = 0.0;
        foreach (var v in values)
            squares += (v - mean) * (v - mean);
        return Math.Sqrt(squares / values.Length);
    }

    /// <summary>The mean negative log-likelihood in free parameters.</summary>
    private sealed class Search(Likelihood likelihood)
    {
        private readonly int n = likelihood.Names.Count;
        private readonly double[] natural = new double[likelihood.Names.Count];
        private readonly double[] naturalGradient = new double[likelihood.Names.Count];
        private readonly double[,] jacobian = new double[likelihood.Names.Count, likelihood.Names.Count];

        public IEnumerable<double[]> StartsFrom(double mean) =>
            likelihood.Starts.Select(start => (double[])[mean, .. start[1..]])
                .Select(start => (Start: start, Value: Evaluate(start, new double[n])))
                .Where(s => double.IsFinite(s.Value)).OrderBy(s => s.Value).Select(s => s.Start);

        public double[] Natural(double[] free)
        {
            likelihood.Transform(free, natural, jacobian);
            return [.. natural];
        }

        public Minimum? Converge(double[] start)
        {
            var first = QuasiNewton.Minimize(Evaluate, start, Curvature(start));
            if (first.Converged)
                return first;
            var second = AlongKink(first);
            if (second.Converged)
                return second;
            var simplex = Simplex(first.Point);
            var third = QuasiNewton.Minimize(Evaluate, simplex, Curvature(simplex));
            return third.Converged ? third : AlongKink(third) is { Converged: true } fourth ? fourth : null;
        }

        /// <summary>At a kink the gradient does not vanish. The search ends there, and the other parameters are
        /// optimised.</summary>
        private Minimum AlongKink(Minimum stuck)
        {
            if (!likelihood.MeanHasKinks)
                return stuck;
            var curvature = Curvature(stuck.Point);
            for (var i = 1; i < n; i++)
                curvature[0, i] = curvature[i, 0] = 0;
            return QuasiNewton.Minimize(Along, stuck.Point, curvature);

            double Along(ReadOnlySpan<double> free, Span<double> gradient)
            {
                var value = Evaluate(free, gradient);
                gradient[0] = 0;
                return value;
            }
        }

        private double Evaluate(ReadOnlySpan<double> free, Span<double> gradient)
        {
            likelihood.Transform(free, natural, jacobian);
            var value = -likelihood.Evaluate(natural, naturalGradient) / likelihood.Returns.Length;
            for (var j = 0; j < n; j++)
            {
                var sum = 0.0;
                for (var i = 0; i < n; i++)
                    sum += naturalGradient[i] * jacobian[i, j];
                gradient[j] = -sum / likelihood.Returns.Length;
            }
            return value;
        }

        /// <summary>The outer product of the scores; its expectation is the Hessian (Berndt, Hall, Hall and Hausman
        /// 1974).</summary>
        private double[,] Curvature(double[] free)
        {
            likelihood.Transform(free, natural, jacobian);
            var j = DenseMatrix.OfArray(jacobian);
            return (j.TransposeThisAndMultiply(StandardErrors.OuterProductOf(likelihood, natural)) * j
                / likelihood.Returns.Length).ToArray();
        }

        private double[] Simplex(double[] start)
        {
            var objective = ObjectiveFunction.Value(point =>
            {
                var value = Evaluate(point.AsArray() ?? point.ToArray(), new double[n]);
                return double.IsFinite(value) ? value : 1e100;
            });
            try
            {
                return NelderMeadSimplex.Minimum(objective, new DenseVector([.. start]), 1e-9, SimplexIterations)
                    .MinimizingPoint.ToArray();
            }
            catch (OptimizationException)
            {
                return start; // No further progress; the next step decides whether this is close enough.
            }
        }
    }
}
