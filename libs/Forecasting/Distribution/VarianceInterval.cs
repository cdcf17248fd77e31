namespace Volcast.Forecasting.Distribution;

/// <summary>The range in which the realised variance is expected to lie, annualised variance.</summary>
/// <param name="Lower">The lower bound; NaN where there is no interval.</param>
/// <param name="Upper">The upper bound; NaN where there is no interval.</param>
public readonly record struct VarianceInterval(double Lower, double Upper)
{
    public static VarianceInterval Absent { get; } = new(double.NaN, double.NaN);
}
