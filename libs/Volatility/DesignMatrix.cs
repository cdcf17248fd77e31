using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Volcast.Volatility;

/// <summary>
/// The regressors of a linear predictor, the intercept first, factored once (X = QR by Householder reflections), so that repeated
/// least-squares problems on the same rows are cheap. Immutable.
/// </summary>
public sealed class DesignMatrix : RegressionDesign
{
    /// <summary>A column is collinear if its relative part that the others do not explain is smaller than this.</summary>
    private const double CollinearityTolerance = 1e-10;

    private readonly double[] columns;
    private readonly QR<double> factors;
    private readonly double[] rowsOfQ;

    /// <param name="names">The regressors' names, without the intercept.</param>
    /// <param name="rowMajor">Rows × names, one row after the other.</param>
    /// <exception cref="ArgumentException">The values do not fill complete rows, or one of them is not finite.</exception>
    /// <exception cref="EstimationException">There are fewer rows than coefficients, or a column is constant or a linear
    /// combination of the columns before it; the message names it.</exception>
    public DesignMatrix(IReadOnlyList<string> names, ReadOnlySpan<double> rowMajor)
        : base(names)
    {
        if (names.Count == 0 || rowMajor.Length % names.Count != 0)
            throw new ArgumentException($"{rowMajor.Length} values do not fill rows of {names.Count} regressors.");
        Rows = rowMajor.Length / names.Count;
        if (Rows < Coefficients)
            throw new EstimationException(
                $"{Coefficients} coefficients cannot be estimated from {Rows} rows: give more history.");
        columns = new double[Rows * Coefficients];
        columns.AsSpan(0, Rows).Fill(1);
        for (var column = 0; column < names.Count; column++)
            for (var row = 0; row < Rows; row++)
            {
                var value = rowMajor[row * names.Count + column];
                if (!double.IsFinite(value))
                    throw new ArgumentException(
                        $"Regressor {names[column]} is {value} in row {row}: leave out rows with missing values.");
                columns[(column + 1) * Rows + row] = value;
            }
        var x = new DenseMatrix(Rows, Coefficients, columns);
        factors = x.QR(QRMethod.Thin);
        for (var column = 0; column < Coefficients; column++)
            if (!(Math.Abs(factors.R[column, column]) > CollinearityTolerance * x.Column(column).L2Norm()))
                throw new EstimationException($"Regressor {names[Math.Max(column - 1, 0)]} is constant or a linear combination "
                    + "of the others, so its coefficient is not determined: leave it out or give more history.");
        rowsOfQ = factors.Q.ToRowMajorArray();
    }

    public override int Rows { get; }

    /// <summary>Rows × coefficients with orthonormal columns; X = QR.</summary>
    internal Matrix<double> Q => factors.Q;

    /// <summary>Upper triangular, coefficients × coefficients; X = QR.</summary>
    internal Matrix<double> R => factors.R;

    /// <summary>The coefficients, intercept first, that minimise Σ (y − Xβ)².</summary>
    public double[] LeastSquares(double[] y)
    {
        if (y.Length != Rows)
            throw new ArgumentException($"There are {y.Length} responses for {Rows} rows.", nameof(y));
        return factors.Solve(new DenseVector(y)).ToArray();
    }

    /// <remarks>Solved in the coordinates of Q, where it is well conditioned.</remarks>
    /// <inheritdoc/>
    public override double[] NewtonStep(double[] weights, double[] gradient)
    {
        // Plain loops, because they dominate the time of a fit and the library's indexers and products are many times slower.
        var n = Coefficients;
        var (hessian, score) = (new double[n * n], new double[n]);
        for (var row = 0; row < Rows; row++)
        {
            var q = rowsOfQ.AsSpan(row * n, n);
            for (var i = 0; i < n; i++)
            {
                score[i] += q[i] * gradient[row];
                var weighted = weights[row] * q[i];
                var sums = hessian.AsSpan(i * n, n);
                for (var j = i; j < q.Length; j++)
                    sums[j] += weighted * q[j];
            }
        }
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++)
                hessian[i * n + j] = hessian[j * n + i];
        var direction = new DenseMatrix(n, n, hessian).Solve(new DenseVector(score));
        var step = factors.R.Solve(direction).ToArray();
        return Determined(step);
    }

    public override double[] Predict(double[] coefficients)
    {
        RequireOneForEachColumn(coefficients);
        var predictor = new double[Rows];
        for (var i = 0; i < Coefficients; i++)
        {
            var column = columns.AsSpan(i * Rows, Rows);
            for (var row = 0; row < column.Length; row++)
                predictor[row] += column[row] * coefficients[i];
        }
        return predictor;
    }
}
