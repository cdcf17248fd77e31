namespace Volcast.Services.Promotion.Gates;

/// <summary>How far two versions' forecasts of the same sessions differ, as |Δ ln F| with F the annualised variance: .02 is one
/// percent of volatility.</summary>
/// <param name="Sessions">The number of sessions on which both have a forecast.</param>
/// <param name="Mean">Of |Δ ln F|; NaN where there is no session.</param>
/// <param name="Largest">Of |Δ ln F|; NaN where there is no session.</param>
/// <param name="Shift">The mean of Δ ln F, first minus second; NaN where there is no session.</param>
public sealed record ForecastChange(int Sessions, double Mean, double Largest, double Shift)
{
    /// <summary>Compares two columns of annualised variance; rows in which either is NaN are left out.</summary>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static ForecastChange Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"{first.Length} forecasts cannot be compared with {second.Length}: "
                + "give forecasts of the same sessions.");
        var (sessions, sum, signed, largest) = (0, 0.0, 0.0, double.NaN);
        for (var row = 0; row < first.Length; row++)
        {
            var change = Math.Log(first[row]) - Math.Log(second[row]);
            if (!double.IsFinite(change))
                continue;
            sessions++;
            sum += Math.Abs(change);
            signed += change;
            largest = largest > Math.Abs(change) ? largest : Math.Abs(change);
        }
        return new(sessions, sum / sessions, largest, signed / sessions);
    }
}
