namespace Volcast.Volatility.Garch;

/// <summary>
/// The log-likelihood of a variance process as a function of its natural parameters, with its gradient by recursion (Fiorentini,
/// Calzolari and Panattoni 1996), and of free parameters that can take any value. The recursion starts at the mean squared
/// residual. Not thread-safe.
/// </summary>
internal abstract class Likelihood(double[] returns)
{
    /// <summary>Upper bound of the persistence, such as α + β, so that the unconditional variance is finite.</summary>
    protected const double PersistenceLimit = .9999;

    protected static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>The names of the natural parameters, in order.</summary>
    public double[] Returns { get; } = returns;

    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Whether the likelihood has a kink where the mean, the first parameter, equals a return.</summary>
    public virtual bool MeanHasKinks => false;

    /// <summary>Why an estimate is no maximum of the likelihood; null if it is one. A Gaussian likelihood always has one, because
    /// at a variance of 0 any other return than the mean is impossible.</summary>
    /// <param name="natural">The estimate, in the order of <see cref="Names"/>.</param>
    /// <param name="smallestVariance">The smallest filtered variance, as a share of the returns' variance.</param>
    public virtual string? Degeneracy(ReadOnlySpan<double> natural, double smallestVariance) => null;

    /// <summary>Starting values of the free parameters, for returns of unit variance.</summary>
    public abstract IReadOnlyList<double[]> Starts { get; }

    /// <summary>The log-likelihood of all returns; not finite if the parameters are outside the allowed region.</summary>
    /// <param name="natural">The parameters, in the order of <see cref="Names"/>.</param>
    /// <param name="gradient">Receives the derivative with respect to each parameter.</param>
    /// <param name="scores">If not empty, receives the derivatives of each return's term, row by row.</param>
    public abstract double Evaluate(ReadOnlySpan<double> natural, Span<double> gradient, Span<double> scores = default);

    /// <summary>Converts free parameters to natural ones.</summary>
    /// <param name="free">Any values.</param>
    /// <param name="natural">Receives the natural parameters.</param>
    /// <param name="jacobian">Must be zero; receives the derivative of natural i with respect to free j at [i, j].</param>
    public abstract void Transform(ReadOnlySpan<double> free, Span<double> natural, double[,] jacobian);

    /// <summary>The mean squared residual around <paramref name="mean"/>, and its derivative with respect to it.</summary>
    protected (double Value, double Slope) Presample(double mean)
    {
        double squares = 0, residuals = 0;
        foreach (var r in Returns)
        {
            var e = r - mean;
            squares += e * e;
            residuals += e;
        }
        return (squares / Returns.Length, -2 * residuals / Returns.Length);
    }

    /// <summary>The persistence .9999/(1 + c²) and its derivative with respect to c.</summary>
    protected static (double Value, double Slope) Persistence(double c)
    {
        var shrink = 1 / (1 + c * c);
        return (PersistenceLimit * shrink, -2 * c * PersistenceLimit * shrink * shrink);
    }

    /// <summary>The c of a persistence.</summary>
    protected static double Distance(double persistence) => Math.Sqrt(PersistenceLimit / persistence - 1);
}

/// <summary>Σ ln x with one logarithm for many factors: the factors are multiplied until the product nears the end of the
/// range.</summary>
internal struct LogProduct()
{
    private double product = 1;
    private double sum;

    public void Multiply(double factor)
    {
        product *= factor;
        if (product is < 1e-100 or > 1e100)
        {
            sum += Math.Log(product);
            product = 1;
        }
    }

    public readonly double Log => sum + Math.Log(product);
}
