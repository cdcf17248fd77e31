using MathNet.Numerics.LinearAlgebra.Double;

namespace Volcast.Volatility;

/// <summary>A function to minimise, and its gradient. A value that is not finite marks a point outside the allowed
/// region.</summary>
internal delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

/// <summary>The result of a minimisation.</summary>
/// <param name="Point">The best point.</param>
/// <param name="Value">The function's value there.</param>
/// <param name="Iterations">Steps taken.</param>
/// <param name="Converged">Whether a further step is expected to lower the value by less than the tolerance.</param>
internal sealed record Minimum(double[] Point, double Value, int Iterations, bool Converged);

/// <summary>
/// The method of Broyden, Fletcher, Goldfarb and Shanno with a backtracking line search (Nocedal and Wright 2006, algorithm
/// 6.1). Unlike MathNet's version, it starts from a given curvature, which saves half of the steps, and treats an infinite value
/// as a step that was too long.
/// </summary>
internal static class QuasiNewton
{
    private const int MaximumIterations = 200;
    private const int MaximumHalvings = 40;

    /// <summary>Default tolerance: converged when the expected decrease of the local quadratic model, gᵀH⁻¹g, is below
    /// this.</summary>
    public const double Tolerance = 1e-15;

    /// <summary>The tolerance when rounding allows no lower value.</summary>
    private const double RoundingTolerance = 1e-10;

    /// <param name="objective">The function.</param>
    /// <param name="start">A point at which it is finite.</param>
    /// <param name="curvature">An estimate of the Hessian at the start, symmetric; if it is not positive definite, the
    /// identity is used.</param>
    /// <param name="tolerance">The expected decrease below which it stops.</param>
    public static Minimum Minimize(
        Objective objective, double[] start, double[,] curvature, double tolerance = Tolerance)
    {
        var n = start.Length;
        double[] point = [.. start];
        var gradient = new double[n];
        var value = objective(point, gradient);
        var inverse = Inverse(curvature);
        var (next, nextGradient) = (new double[n], new double[n]);
        var (step, change, product) = (new double[n], new double[n], new double[n]);
        for (var iteration = 0; iteration < MaximumIterations; iteration++)
        {
            var decrement = Multiply(inverse, gradient, step);
            if (decrement <= tolerance)
                return new(point, value, iteration, double.IsFinite(value) && double.IsFinite(decrement));
            if (!Descend(objective, point, value, step, decrement, next, nextGradient, out var nextValue))
                return new(point, value, iteration, decrement <= RoundingTolerance);
            for (var i = 0; i < n; i++)
                (step[i], change[i]) = (next[i] - point[i], nextGradient[i] - gradient[i]);
            Update(inverse, step, change, product);
            (point, next, gradient, nextGradient, value) = (next, point, nextGradient, gradient, nextValue);
        }
        return new(point, value, MaximumIterations, false);
    }

    /// <summary>Line search against <paramref name="step"/>, H⁻¹g, until the value decreases sufficiently.</summary>
    private static bool Descend(Objective objective, double[] point, double value, double[] step, double decrement,
        double[] next, double[] nextGradient, out double nextValue)
    {
        var rounding = 4e-16 * (1 + Math.Abs(value));
        var length = 1.0;
        for (var halving = 0; halving <= MaximumHalvings; halving++)
        {
            for (var i = 0; i < point.Length; i++)
                next[i] = point[i] - length * step[i];
            nextValue = objective(next, nextGradient);
            if (nextValue <= value - 1e-4 * length * decrement + rounding)
                return true;
            // The minimum of the parabola through value, slope and the new value, within safety bounds.
            var parabola = decrement * length / (2 * (nextValue - value + decrement * length));
            length *= double.IsFinite(nextValue) ? Math.Clamp(parabola, .1, .5) : .1;
        }
        nextValue = double.NaN;
        return false;
    }

    /// <summary>The rank-two update of the inverse Hessian; skipped where the function was not convex along the step.</summary>
    private static void Update(double[,] inverse, double[] step, double[] change, double[] product)
    {
        var n = step.Length;
        double curvature = 0, changes = 0, steps = 0;
        for (var i = 0; i < n; i++)
        {
            curvature += step[i] * change[i];
            changes += change[i] * change[i];
            steps += step[i] * step[i];
        }
        if (!(curvature > 1e-12 * Math.Sqrt(changes * steps)))
            return;
        var quadratic = Multiply(inverse, change, product);
        var scale = (1 + quadratic / curvature) / curvature;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                inverse[i, j] += scale * step[i] * step[j] - (product[i] * step[j] + step[i] * product[j]) / curvature;
    }

    /// <summary>M·v into <paramref name="result"/>, and vᵀM·v.</summary>
    private static double Multiply(double[,] matrix, double[] vector, double[] result)
    {
        var form = 0.0;
        for (var i = 0; i < vector.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < vector.Length; j++)
                sum += matrix[i, j] * vector[j];
            result[i] = sum;
            form += sum * vector[i];
        }
        return form;
    }

    private static double[,] Inverse(double[,] curvature)
    {
        var matrix = DenseMatrix.OfArray(curvature);
        var n = matrix.RowCount;
        // A small share of the diagonal's mean prevents huge steps in directions that the sample does not determine.
        var ridge = 1e-6 * matrix.Diagonal().Sum() / n;
        try
        {
            return (matrix + ridge * DenseMatrix.CreateIdentity(n)).Cholesky().Solve(DenseMatrix.CreateIdentity(n)).ToArray();
        }
        catch (ArgumentException)
        {
            return DenseMatrix.CreateIdentity(n).ToArray(); // Not positive definite: start with steepest descent.
        }
    }
}
