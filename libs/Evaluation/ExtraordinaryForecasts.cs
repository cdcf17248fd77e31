namespace Volcast.Evaluation;

/// <summary>A model's forecasts far above anything that came. A model of logarithms multiplies where others add, and after a day
/// like that of October 1987, or a slip of the vendor's, it may say what nobody would take for a forecast.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Count">How many origins.</param>
/// <param name="Highest">Of the highest of them.</param>
/// <param name="Volatility">That forecast, annualised, decimal.</param>
/// <param name="HighestRealized">The highest volatility that came, annualised, decimal.</param>
public sealed record ExtraordinaryForecasts(
    string Model, int Count, DateOnly Highest, double Volatility, double HighestRealized)
{
    /// <summary>How many times the highest realised volatility is far.</summary>
    public const double Times = 2;

    /// <summary>Of each model that has some.</summary>
    public static IReadOnlyList<ExtraordinaryForecasts> Of(WalkForwardResult result)
    {
        var highest = Math.Sqrt(result.RealizedVariance.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max());
        var found = new List<ExtraordinaryForecasts>();
        foreach (var model in result.Models)
        {
            int[] far =
                [.. Enumerable.Range(0, model.Variance.Length).Where(row => Math.Sqrt(model.Variance[row]) > Times * highest)];
            if (far.Length == 0)
                continue;
            var most = far.MaxBy(row => model.Variance[row]);
            found.Add(new(model.Name, far.Length, result.Origins[most], Math.Sqrt(model.Variance[most]), highest));
        }
        return found;
    }
}
