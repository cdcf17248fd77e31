using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Volcast.Volatility.Garch;

/// <summary>Standard errors of maximum-likelihood estimates, in the order of the process's parameters.</summary>
/// <param name="Hessian">From the observed information, right where the likelihood is.</param>
/// <param name="OuterProduct">From the outer product of the scores (Berndt, Hall, Hall and Hausman 1974).</param>
/// <param name="QuasiMaximumLikelihood">From both (Bollerslev and Wooldridge 1992): right where z is not Gaussian but mean and
/// variance are as modelled.</param>
public sealed record StandardErrors(
    IReadOnlyList<double> Hessian, IReadOnlyList<double> OuterProduct, IReadOnlyList<double> QuasiMaximumLikelihood)
{
    /// <summary>The Hessian by central differences of the analytic gradient, with steps of this many standard errors.</summary>
    private const double Step = 1e-3;

    /// <summary>Where the gradient jumps from return to return, a difference has to average over many.</summary>
    private const double StepOverKinks = 1;

    internal static StandardErrors Of(Likelihood likelihood, double[] natural)
    {
        var outer = OuterProductOf(likelihood, natural);
        var outerErrors = Errors(likelihood, outer.Inverse());
        var inverse = InformationOf(likelihood, natural, outerErrors).Inverse();
        return new(Errors(likelihood, inverse), outerErrors, Errors(likelihood, inverse * outer * inverse));
    }

    /// <summary>Σ s·sᵀ over the returns' scores s.</summary>
    internal static Matrix<double> OuterProductOf(Likelihood likelihood, double[] natural)
    {
        var n = natural.Length;
        var scores = new double[likelihood.Returns.Length * n];
        likelihood.Evaluate(natural, new double[n], scores);
        var sums = new double[n, n];
        for (var row = 0; row < scores.Length; row += n)
            for (var i = 0; i < n; i++)
                for (var j = 0; j <= i; j++)
                    sums[i, j] += scores[row + i] * scores[row + j];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++)
                sums[j, i] = sums[i, j];
        return DenseMatrix.OfArray(sums);
    }

    private static Matrix<double> InformationOf(Likelihood likelihood, double[] natural, double[] scale)
    {
        var n = natural.Length;
        var information = new DenseMatrix(n);
        var (above, below) = (new double[n], new double[n]);
        for (var j = 0; j < n; j++)
        {
            double[] point = [.. natural];
            var step = (j == 0 && likelihood.MeanHasKinks ? StepOverKinks : Step) * scale[j];
            point[j] = natural[j] + step;
            likelihood.Evaluate(point, above);
            var width = point[j];
            point[j] = natural[j] - step;
            width -= point[j];
            likelihood.Evaluate(point, below);
            for (var i = 0; i < n; i++)
                information[i, j] = (below[i] - above[i]) / width;
        }
        return (information + information.Transpose()) / 2;
    }

    private static double[] Errors(Likelihood likelihood, Matrix<double> covariance)
    {
        var errors = covariance.Diagonal().Select(Math.Sqrt).ToArray();
        var bad = Array.FindIndex(errors, error => !(error > 0 && double.IsFinite(error)));
        return bad < 0
            ? errors
            : throw new EstimationException($"The standard error of {likelihood.Names[bad]} is not determined: the estimate lies "
                + "at a bound, or the returns do not determine it.");
    }
}
