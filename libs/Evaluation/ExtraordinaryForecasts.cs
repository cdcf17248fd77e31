namespace Volcast.Evaluation;

/// <summary>A model's forecasts far above any realised volatility. A model of log variance multiplies effects that other models
/// add, so after a day like those of October 1987, or after a vendor data error, its forecast may be implausible.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Count">The number of such origins.</param>
/// <param name="Highest">The origin of the highest forecast.</param>
/// <param name="Volatility">The highest forecast as volatility, annualised, decimal.</param>
/// <param name="HighestRealized">The highest realised volatility, annualised, decimal.</param>
public sealed record ExtraordinaryForecasts(
    string Model, int Count, DateOnly Highest, double Volatility, double HighestRealized)
{
    /// <summary>The multiple of the highest realised volatility above which a forecast is extraordinary.</summary>
    public const double Times = 2;

    /// <summary>The extraordinary forecasts of each model that made any.</summary>
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
