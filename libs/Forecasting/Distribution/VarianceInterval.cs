namespace Volcast.Forecasting.Distribution;

/// <summary>An interval for the realised variance; annualised variance.</summary>
/// <param name="Lower">The lower bound; NaN if there is no interval.</param>
/// <param name="Upper">The upper bound; NaN if there is no interval.</param>
public readonly record struct VarianceInterval(double Lower, double Upper)
{
    public static VarianceInterval Absent { get; } = new(double.NaN, double.NaN);
}
