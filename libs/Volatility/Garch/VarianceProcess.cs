namespace Volcast.Volatility.Garch;

/// <summary>
/// A process whose variance is known one step ahead: r(t) = mean + e(t), e(t) = √h(t) · z(t), with h(t) a function of h(t−1) and
/// e(t−1). Returns may be decimal or percent; variances are in the squared unit, for one session, not annualised.
/// Immutable.
/// </summary>
/// <param name="Mean">The mean return of a session, in the returns' unit.</param>
public abstract record VarianceProcess(double Mean)
{
    /// <summary>The parameters' names, in the order of <see cref="Parameters"/> and of standard errors.</summary>
    public abstract IReadOnlyList<string> ParameterNames { get; }

    /// <summary>The parameters, in the order of <see cref="ParameterNames"/>.</summary>
    public abstract IReadOnlyList<double> Parameters { get; }

    /// <summary>h of the session after one with variance <paramref name="variance"/> and return
    /// <paramref name="logReturn"/>.</summary>
    public abstract double Next(double variance, double logReturn);

    /// <summary>h of the first of these returns; the variance and the squared residual of the session before it are taken to be
    /// their mean squared residual.</summary>
    public abstract double First(ReadOnlySpan<double> returns);

    /// <summary>The expected variance of each of the coming sessions, E[h(t+k)], k = 1 … <paramref name="horizon"/>, given
    /// h(t+1), the first of them. It is the expectation, not the exponential of an expected logarithm.</summary>
    public abstract double[] Forecast(double next, int horizon);

    /// <summary>The mean of e² over the returns.</summary>
    protected double MeanSquaredResidual(ReadOnlySpan<double> returns)
    {
        var sum = 0.0;
        foreach (var r in returns)
            sum += (r - Mean) * (r - Mean);
        return sum / returns.Length;
    }

    /// <summary>h of each return and of the next session, so one more value than returns.</summary>
    /// <param name="returns">In order, without gaps or NaN.</param>
    /// <param name="first">h of the first return; by default <see cref="First"/> of all returns, so that each h then depends on
    /// later returns.</param>
    public double[] Filter(ReadOnlySpan<double> returns, double? first = null)
    {
        var variances = new double[returns.Length + 1];
        variances[0] = first ?? First(returns);
        for (var t = 0; t < returns.Length; t++)
            variances[t + 1] = Next(variances[t], returns[t]);
        return variances;
    }

    /// <summary>The log-likelihood of the returns, started at their mean squared residual.</summary>
    public double LogLikelihood(ReadOnlySpan<double> returns) =>
        Likelihood(returns.ToArray()).Evaluate([.. Parameters], new double[Parameters.Count]);

    /// <summary>The standard errors of the parameters as estimates from these returns.</summary>
    /// <exception cref="EstimationException">The information matrix is singular, for example at the boundary of the allowed
    /// parameters.</exception>
    public StandardErrors StandardErrors(ReadOnlySpan<double> returns) =>
        Garch.StandardErrors.Of(Likelihood(returns.ToArray()), [.. Parameters]);

    private protected abstract Likelihood Likelihood(double[] returns);
}

/// <summary>A process estimated by maximum likelihood.</summary>
/// <param name="Process">The process at its estimates.</param>
/// <param name="LogLikelihood">The log-likelihood of the returns at the estimates.</param>
/// <param name="Iterations">Quasi-Newton steps of the converged run.</param>
public sealed record VarianceFit<TProcess>(TProcess Process, double LogLikelihood, int Iterations)
    where TProcess : VarianceProcess;
