using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Volcast.Volatility;

/// <summary>
/// The regressors of a linear predictor, an intercept first, factored once (X = QR by Householder reflections) so that any
/// number of least-squares problems on the same rows cost little. Immutable.
/// </summary>
public sealed class DesignMatrix
{
    /// <summary>A column is collinear when its part that the others do not explain is smaller than this, relatively.</summary>
    private const double CollinearityTolerance = 1e-10;

    private readonly Matrix<double> x;
    private readonly QR<double> factors;

    /// <param name="names">The regressors' names, without the intercept.</param>
    /// <param name="rowMajor">Rows × names, one row after the other.</param>
    /// <exception cref="ArgumentException">The values are not a whole number of rows, or one of them is not finite.</exception>
    /// <exception cref="EstimationException">There are fewer rows than coefficients, or a column is constant or a linear
    /// combination of the columns before it; the message names it.</exception>
    public DesignMatrix(IReadOnlyList<string> names, ReadOnlySpan<double> rowMajor)
    {
        if (names.Count == 0 || rowMajor.Length % names.Count != 0)
            throw new ArgumentException($"{rowMajor.Length} values are no whole number of rows of {names.Count} regressors.");
        Names = names;
        Rows = rowMajor.Length / names.Count;
        Coefficients = names.Count + 1;
        if (Rows < Coefficients)
            throw new EstimationException(
                $"{Coefficients} coefficients cannot be estimated from {Rows} rows: give more history.");
        var columnMajor = new double[Rows * Coefficients];
        columnMajor.AsSpan(0, Rows).Fill(1);
        for (var i = 0; i < rowMajor.Length; i++)
        {
            var (row, column) = (i / names.Count, i % names.Count);
            if (!double.IsFinite(rowMajor[i]))
                throw new ArgumentException(
                    $"Regressor {names[column]} is {rowMajor[i]} in row {row}; absent rows are to be left out.");
            columnMajor[(column + 1) * Rows + row] = rowMajor[i];
        }
        x = new DenseMatrix(Rows, Coefficients, columnMajor);
        factors = x.QR(QRMethod.Thin);
        for (var column = 0; column < Coefficients; column++)
            if (!(Math.Abs(factors.R[column, column]) > CollinearityTolerance * x.Column(column).L2Norm()))
                throw new EstimationException($"Regressor {names[Math.Max(column - 1, 0)]} is constant or a linear combination "
                    + "of the others, so that its coefficient is not determined: leave it out or give more history.");
    }

    /// <summary>The regressors' names, without the intercept.</summary>
    public IReadOnlyList<string> Names { get; }

    public int Rows { get; }

    /// <summary>The number of coefficients: the intercept and one for each regressor.</summary>
    public int Coefficients { get; }

    /// <summary>Rows × coefficients with orthonormal columns; X = QR.</summary>
    internal Matrix<double> Q => factors.Q;

    /// <summary>Upper triangular, coefficients × coefficients; X = QR.</summary>
    internal Matrix<double> R => factors.R;

    /// <summary>The coefficients, intercept first, that minimise Σ (y − Xβ)².</summary>
    public double[] LeastSquares(double[] y)
    {
        if (y.Length != Rows)
            throw new ArgumentException($"{y.Length} responses stand against {Rows} rows.", nameof(y));
        return factors.Solve(new DenseVector(y)).ToArray();
    }

    /// <summary>The step δ of a Newton iteration, (XᵀWX)δ = Xᵀg, solved in the coordinates of Q, where it is well
    /// conditioned.</summary>
    /// <param name="weights">The diagonal of W, not negative, one for each row.</param>
    /// <param name="gradient">g, one for each row.</param>
    /// <exception cref="EstimationException">The weighted rows do not determine the coefficients.</exception>
    public double[] NewtonStep(double[] weights, double[] gradient)
    {
        var q = factors.Q;
        var hessian = new DenseMatrix(Coefficients);
        for (var i = 0; i < Coefficients; i++)
            for (var j = i; j < Coefficients; j++)
            {
                var sum = 0.0;
                for (var row = 0; row < Rows; row++)
                    sum += weights[row] * q[row, i] * q[row, j];
                hessian[i, j] = hessian[j, i] = sum;
            }
        var direction = hessian.Solve(q.TransposeThisAndMultiply(new DenseVector(gradient)));
        var step = factors.R.Solve(direction).ToArray();
        return step.All(double.IsFinite)
            ? step
            : throw new EstimationException(
                $"The weighted rows do not determine the coefficients of {string.Join(", ", Names)}.");
    }

    /// <summary>The linear predictor Xβ of each row.</summary>
    public double[] Predict(double[] coefficients) => x.Multiply(new DenseVector(coefficients)).ToArray();
}
