namespace Volcast.Forecasting;

/// <summary>The range variance of the days that a label covers, a less noisy measure of the same days.</summary>
internal static class RangeLabels
{
    private const string SessionVolatility = "range_vol_1d";

    /// <summary>For each of the first rows, the mean range variance of the next sessions, annualised; NaN where one is missing or
    /// not yet known.</summary>
    /// <param name="known">What is known on the day of the fit.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="horizon">Sessions ahead.</param>
    public static double[] Of(ForecastingData known, int rows, int horizon)
    {
        var volatility = known.Column(SessionVolatility);
        var labels = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            if (row + horizon >= volatility.Length)
            {
                labels[row] = double.NaN;
                continue;
            }
            var sum = 0.0;
            foreach (var session in volatility.Slice(row + 1, horizon))
                sum += session * session;
            labels[row] = sum / horizon;
        }
        return labels;
    }
}
