using Volcast.Volatility.Garch;

namespace Volcast.Volatility.Tests.Garch;

/// <summary>The benchmark of Fiorentini, Calzolari and Panattoni (1996) as in vectors/README.md; five digits are a log relative
/// error above 5, as McCullough and Renfro (1999) count them.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class GarchBenchmarkTests(ITestOutputHelper output)
{
    private static readonly double[] Estimates = [-.006190408379994, .0107613978518, .15313406182, .805973670305];
    private static readonly GarchProcess Published = new(Estimates[0], Estimates[1], Estimates[2], Estimates[3]);

    [Fact]
    public void Estimates_and_standard_errors_equal_the_published_benchmark_to_five_digits()
    {
        The_estimates_have_five_digits();
        The_three_kinds_of_standard_errors_have_five_digits();
        Likelihood_variances_and_forecasts_at_the_published_estimates_are_the_published_ones();
        The_exponential_model_has_the_reference_coefficients();
        The_unit_of_the_returns_changes_nothing_but_the_unit();
    }

    private void AgreesToFiveDigits(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        foreach (var (e, a) in expected.Zip(actual))
        {
            var digits = -Math.Log10(Math.Abs(a - e) / Math.Abs(e));
            output.WriteLine($"{e} {a} {digits:F1}");
            Assert.True(digits > 5, $"{a} agrees with {e} to {digits:F1} digits");
        }
    }

    private void The_estimates_have_five_digits()
    {
        var fit = GarchProcess.Fit(DeutschmarkPound.Returns());
        output.WriteLine($"{fit.Iterations} iterations");
        AgreesToFiveDigits(Estimates, fit.Process.Parameters);
        Assert.Equal(-1106.60788104129, fit.LogLikelihood, 1e-8);
    }

    private void The_three_kinds_of_standard_errors_have_five_digits()
    {
        var errors = GarchProcess.Fit(DeutschmarkPound.Returns()).Process.StandardErrors(DeutschmarkPound.Returns());
        AgreesToFiveDigits([.00846212, .00285271, .0265228, .0335527], errors.Hessian);
        AgreesToFiveDigits([.00843359, .00132298, .0139737, .0165604], errors.OuterProduct);
        AgreesToFiveDigits([.009189354, .006493186, .0535317, .0724614], errors.QuasiMaximumLikelihood);
    }

    private void Likelihood_variances_and_forecasts_at_the_published_estimates_are_the_published_ones()
    {
        var returns = DeutschmarkPound.Returns();
        var variances = Published.Filter(returns);

        Assert.Equal(1974, returns.Length);
        Assert.Equal(-1106.60788104129, Published.LogLikelihood(returns), 1e-9);
        Assert.Equal([.2228418, .19301499, .16651468], variances[..3].Select(h => Math.Round(h, 8)));
        Assert.Equal(.146992567, variances[^1], 5e-10);
        Assert.Equal(.780565013, Published.Forecast(variances[^1], 5).Sum(), 5e-10);
    }

    private void The_exponential_model_has_the_reference_coefficients()
    {
        var egarch = EgarchProcess.Fit(DeutschmarkPound.Returns()).Process;
        // The reference lists mu, omega, alpha, beta, gamma.
        double[] actual = [egarch.Mean, egarch.Omega, egarch.Alpha, egarch.Beta, egarch.Gamma];
        AgreesToFiveDigits([-.01167873487, -.12633933747, -.03845788444, .91265373928, .33305592776], actual);
    }

    private void The_unit_of_the_returns_changes_nothing_but_the_unit()
    {
        var percent = GarchProcess.Fit(DeutschmarkPound.Returns()).Process;
        var decimals = GarchProcess.Fit([.. DeutschmarkPound.Returns().Select(r => r / 100)]).Process;

        Assert.Equal(percent.Mean / 100, decimals.Mean, 1e-10);
        Assert.Equal(percent.Omega / 1e4, decimals.Omega, 1e-12);
        Assert.Equal(percent.Alpha, decimals.Alpha, 1e-8);
        Assert.Equal(percent.Beta, decimals.Beta, 1e-8);
    }
}
