namespace Volcast.Volatility;

/// <summary>A linear regression fitted by ordinary least squares.</summary>
/// <param name="Intercept">The constant.</param>
/// <param name="Slopes">One for each regressor, in the design's order.</param>
/// <param name="RSquared">1 − SSE/SST; NaN if the response does not vary by more than rounding.</param>
public sealed record LeastSquaresFit(double Intercept, double[] Slopes, double RSquared);

/// <summary>Ordinary least squares with an intercept, by QR.</summary>
public static class LeastSquares
{
    /// <summary>A variation below this share of the values is rounding error.</summary>
    private const double Rounding = 1e-10;

    /// <summary>Whether values vary around their mean by more than rounding error.</summary>
    public static bool Varies(ReadOnlySpan<double> values)
    {
        var (mean, sst, squares) = (0.0, 0.0, 0.0);
        foreach (var value in values)
            mean += value / values.Length;
        foreach (var value in values)
        {
            sst += (value - mean) * (value - mean);
            squares += value * value;
        }
        return sst > Rounding * Rounding * squares;
    }

    /// <exception cref="ArgumentException">The response has another length than the design, or is not finite.</exception>
    public static LeastSquaresFit Fit(DesignMatrix design, double[] response)
    {
        foreach (var y in response)
            if (!double.IsFinite(y))
                throw new ArgumentException($"A response is {y}: leave out rows without a response.", nameof(response));
        var coefficients = design.LeastSquares(response);
        var fitted = design.Predict(coefficients);
        var mean = response.Average();
        double sse = 0, sst = 0;
        for (var i = 0; i < response.Length; i++)
        {
            sse += (response[i] - fitted[i]) * (response[i] - fitted[i]);
            sst += (response[i] - mean) * (response[i] - mean);
        }
        return new(coefficients[0], coefficients[1..], Varies(response) ? 1 - sse / sst : double.NaN);
    }
}
