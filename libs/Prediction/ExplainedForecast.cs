using Volcast.Forecasting;

namespace Volcast.Prediction;

/// <summary>One forecast with its contributions on two scales.</summary>
/// <param name="Origin">The forecast origin.</param>
/// <param name="Variance">The forecast, annualised variance.</param>
/// <param name="Reasons">Contributions on the model's own scale.</param>
/// <param name="InVolatility">Contributions in annualised volatility, decimal.</param>
public sealed record ExplainedForecast(DateOnly Origin, double Variance, Explanation Reasons, Explanation InVolatility)
{
    /// <summary>Explains the forecasts from several origins, each with what was known then.</summary>
    /// <param name="forecaster">Makes the forecasts.</param>
    /// <param name="known">The history; each of its rows can be an origin.</param>
    /// <param name="begin">The row of the first origin.</param>
    /// <param name="end">The row after that of the last origin.</param>
    /// <param name="stop">Stops between origins.</param>
    /// <returns>The explained origins and those that lack an input, both ascending.</returns>
    public static (IReadOnlyList<ExplainedForecast> Explained, IReadOnlyList<DateOnly> Absent) OfRows(
        IFittedForecaster forecaster, ForecastingData known, int begin, int end, CancellationToken stop)
    {
        var (explained, absent) = (new List<ExplainedForecast>(), new List<DateOnly>());
        for (var row = begin; row < end; row++)
        {
            stop.ThrowIfCancellationRequested();
            var then = known.KnownAt(row);
            var variance = forecaster.Forecast(then);
            if (double.IsNaN(variance))
            {
                absent.Add(known.Sessions[row]);
                continue;
            }
            var reasons = forecaster.Explain(then);
            explained.Add(new(known.Sessions[row], variance, reasons, reasons.InVolatility()));
        }
        return (explained, absent);
    }

    /// <summary>Contributions summed by family, in the order in which the families first appear.</summary>
    public IReadOnlyList<FamilyContribution> Families() => FamilyContribution.Sums(Reasons, InVolatility);
}

/// <summary>The sum of the contributions of one family of features.</summary>
/// <param name="Name">The family's label.</param>
/// <param name="Own">On the model's own scale.</param>
/// <param name="Points">In annualised volatility, decimal.</param>
public readonly record struct FamilyContribution(string Name, double Own, double Points)
{
    /// <summary>Contributions summed by family, in the order in which the families first appear.</summary>
    /// <param name="reasons">On the model's own scale.</param>
    /// <param name="inVolatility">The same in annualised volatility, decimal.</param>
    public static IReadOnlyList<FamilyContribution> Sums(Explanation reasons, Explanation inVolatility)
    {
        var families = new List<FamilyContribution>();
        for (var i = 0; i < reasons.Contributions.Count; i++)
        {
            var (own, points) = (reasons.Contributions[i], inVolatility.Contributions[i].Amount);
            var name = FeatureLabels.Family(own.Feature);
            var at = families.FindIndex(known => known.Name == name);
            if (at < 0)
                families.Add(new(name, own.Amount, points));
            else
                families[at] = new(name, families[at].Own + own.Amount, families[at].Points + points);
        }
        return families;
    }
}
