using System.Text.Json;
using Volcast.Volatility.Garch;

namespace Volcast.Volatility.Tests.Garch;

/// <summary>Compares the three variance models with likelihoods and optima that SciPy computed on 1,000 simulated returns
/// (<c>tests/oracles/garch.py</c>).</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class SimulatedReturnsTests
{
    private static readonly JsonElement Vectors = Oracle.Read("garch.json");
    private static readonly double[] Returns = Vectors.Numbers("returns");

    private static VarianceProcess Process(string model, double[] p) => model switch
    {
        "garch" => new GarchProcess(p[0], p[1], p[2], p[3]),
        "gjr_garch_t" => new GjrGarchProcess(p[0], p[1], p[2], p[3], p[4], p[5]),
        _ => new EgarchProcess(p[0], p[1], p[2], p[3], p[4]),
    };

    private static (VarianceProcess Process, double LogLikelihood) Fit(string model) => model switch
    {
        "garch" => GarchProcess.Fit(Returns) is var fit ? (fit.Process, fit.LogLikelihood) : default,
        "gjr_garch_t" => GjrGarchProcess.Fit(Returns) is var fit ? (fit.Process, fit.LogLikelihood) : default,
        _ => EgarchProcess.Fit(Returns) is var fit ? (fit.Process, fit.LogLikelihood) : default,
    };

    private static void AgreesToFiveDigits(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        foreach (var (e, a) in expected.Zip(actual))
            Assert.Equal(e, a, Math.Abs(e) * 1e-5);
    }

    [Theory]
    [InlineData("garch", "fixed")]
    [InlineData("garch", "estimated")]
    [InlineData("gjr_garch_t", "fixed")]
    [InlineData("gjr_garch_t", "estimated")]
    [InlineData("egarch", "fixed")]
    [InlineData("egarch", "estimated")]
    public void Likelihood_and_next_variance_at_given_parameters_equal_those_of_SciPy(string model, string point)
    {
        var expected = Vectors.GetProperty(model).GetProperty(point);
        var process = Process(model, expected.Numbers("parameters"));

        Assert.Equal(expected.Number("log_likelihood"), process.LogLikelihood(Returns), 1e-7);
        Assert.Equal(expected.Number("next_variance"), process.Filter(Returns)[^1], 1e-9);
    }

    [Theory]
    [InlineData("garch")]
    [InlineData("gjr_garch_t")]
    [InlineData("egarch")]
    public void Estimates_agree_with_those_of_SciPy_to_five_digits(string model)
    {
        var expected = Vectors.GetProperty(model).GetProperty("estimated");
        var (process, logLikelihood) = Fit(model);

        Assert.Equal(expected.Number("log_likelihood"), logLikelihood, 1e-7);
        AgreesToFiveDigits(expected.Numbers("parameters"), process.Parameters);
    }

    [Theory]
    [InlineData("garch")]
    [InlineData("gjr_garch_t")]
    public void The_three_kinds_of_standard_errors_agree_with_those_of_SciPy_to_five_digits(string model)
    {
        var expected = Vectors.GetProperty(model);
        var errors = Process(model, expected.GetProperty("estimated").Numbers("parameters")).StandardErrors(Returns);

        AgreesToFiveDigits(expected.GetProperty("standard_errors").Numbers("hessian"), errors.Hessian);
        AgreesToFiveDigits(expected.GetProperty("standard_errors").Numbers("outer_product"), errors.OuterProduct);
        AgreesToFiveDigits(
            expected.GetProperty("standard_errors").Numbers("quasi_maximum_likelihood"), errors.QuasiMaximumLikelihood);
    }

    [Fact]
    public void The_unit_of_the_returns_scales_mean_and_omega_only()
    {
        var (percent, decimals) =
            (GarchProcess.Fit(Returns).Process, GarchProcess.Fit([.. Returns.Select(r => r / 100)]).Process);

        Assert.Equal(percent.Mean / 100, decimals.Mean, 1e-9);
        Assert.Equal(percent.Omega / 1e4, decimals.Omega, 1e-11);
        Assert.Equal(percent.Alpha, decimals.Alpha, 1e-7);
        Assert.Equal(percent.Beta, decimals.Beta, 1e-7);
    }
}
