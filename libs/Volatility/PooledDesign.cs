using MathNet.Numerics.LinearAlgebra.Double;

namespace Volcast.Volatility;

/// <summary>The rows of one group, such as a ticker, in single precision.</summary>
/// <param name="RowMajor">Row after row, <paramref name="Stride"/> values each.</param>
/// <param name="Stride">Values in a row; a design may use the first ones only.</param>
/// <param name="Response">One for each row; a row whose response is NaN is not used.</param>
public sealed record PooledGroup(float[] RowMajor, int Stride, float[] Response);

/// <summary>
/// The regressors of many groups in one regression, each less its mean over the used rows of its group: the within
/// transformation of a panel with fixed effects (Wooldridge 2010, ch. 10). The rows stay in single precision where they are;
/// the sums are computed in double precision, in the order of the groups.
/// </summary>
public sealed class PooledDesign : RegressionDesign
{
    private readonly IReadOnlyList<PooledGroup> groups;
    private readonly double[][] means;

    /// <param name="names">The regressors' names, without the intercept: the first values of each row.</param>
    /// <param name="groups">The groups, each with a used row.</param>
    /// <exception cref="ArgumentException">The values of a group do not fill its rows, or it has no used row.</exception>
    public PooledDesign(IReadOnlyList<string> names, IReadOnlyList<PooledGroup> groups)
        : base(names)
    {
        foreach (var group in groups)
            if (group.Stride < names.Count || group.RowMajor.Length != group.Response.Length * group.Stride
                || Array.TrueForAll(group.Response, float.IsNaN))
                throw new ArgumentException($"{group.RowMajor.Length} values and {group.Response.Length} responses are not the "
                    + $"rows of a group with {names.Count} regressors.", nameof(groups));
        this.groups = groups;
        Response = [.. groups.SelectMany(group => group.Response).Where(float.IsFinite).Select(y => (double)y)];
        means = [.. groups.Select(MeansOf)];
    }

    public override int Rows => Response.Length;

    /// <summary>The response of each used row, in the order of the groups.</summary>
    public double[] Response { get; }

    public override double[] Predict(double[] coefficients)
    {
        RequireOneForEachColumn(coefficients);
        var predictor = new double[Rows];
        ForEachRow((row, centred) =>
        {
            var sum = coefficients[0];
            for (var i = 0; i < centred.Length; i++)
                sum += coefficients[i + 1] * centred[i];
            predictor[row] = sum;
        });
        return predictor;
    }

    public override double[] NewtonStep(double[] weights, double[] gradient)
    {
        var n = Coefficients;
        var (hessian, score) = (new DenseMatrix(n, n), new DenseVector(n));
        var (sums, scores) = (hessian.Values, score.Values);
        ForEachRow((row, centred) =>
        {
            var (weight, slope) = (weights[row], gradient[row]);
            (sums[0], scores[0]) = (sums[0] + weight, scores[0] + slope);
            for (var i = 0; i < centred.Length; i++)
            {
                scores[i + 1] += centred[i] * slope;
                var weighted = weight * centred[i];
                sums[i + 1] += weighted;
                var line = sums.AsSpan((i + 1) * n + 1, centred.Length);
                for (var j = i; j < line.Length; j++)
                    line[j] += weighted * centred[j];
            }
        });
        // The first row and the upper triangle were added up; the matrix is symmetric.
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++)
                sums[i * n + j] = sums[j * n + i];
        return Determined(hessian.Solve(score).ToArray());
    }

    private double[] MeansOf(PooledGroup group)
    {
        var (sums, used) = (new double[Names.Count], 0);
        for (var row = 0; row < group.Response.Length; row++)
        {
            if (!float.IsFinite(group.Response[row]))
                continue;
            used++;
            for (var i = 0; i < sums.Length; i++)
                sums[i] += group.RowMajor[row * group.Stride + i];
        }
        return Array.ConvertAll(sums, sum => sum / used);
    }

    private void ForEachRow(Action<int, double[]> use)
    {
        var (used, centred) = (0, new double[Names.Count]);
        for (var g = 0; g < groups.Count; g++)
        {
            var (group, mean) = (groups[g], means[g]);
            for (var row = 0; row < group.Response.Length; row++)
            {
                if (!float.IsFinite(group.Response[row]))
                    continue;
                var values = group.RowMajor.AsSpan(row * group.Stride, centred.Length);
                for (var i = 0; i < centred.Length; i++)
                    centred[i] = values[i] - mean[i];
                use(used++, centred);
            }
        }
    }
}
