using Volcast.Forecasting;

namespace Volcast.Evaluation.Evidence;

/// <summary>Why a model forecast what it did, month by month of the origins: small enough to publish, and enough for its global
/// importance and for attribution over time. Means are over the origins of a month that have reasons.</summary>
public sealed record MonthlyReasons
{
    public required string Model { get; init; }

    /// <summary>The scale of base and amounts.</summary>
    public required ContributionScale Scale { get; init; }

    /// <summary>The model's inputs, in its order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Ascending; months without reasons are left out.</summary>
    public required IReadOnlyList<ReasonsOfMonth> Months { get; init; }

    /// <summary>The families of <see cref="Features"/>, in the order of <see cref="FeatureFamily.All"/>.</summary>
    public IReadOnlyList<string> Families =>
        [.. FeatureFamily.All.Where(family => Features.Any(feature => FeatureFamily.Of(feature) == family))];

    /// <summary>Mean |contribution| of each feature over all origins.</summary>
    public double[] Importance => [.. Features.Select((_, i) => Mean(month => month.MeanAbsolute[i]))];

    /// <summary>Mean contribution of a family in each month: the sum of its features'.</summary>
    public double[] FamilyMeans(string family) => [.. Months.Select(month =>
        Features.Select((feature, i) => FeatureFamily.Of(feature) == family ? month.Mean[i] : 0).Sum())];

    /// <summary>Takes the reasons of a walk-forward together; null where no origin has any.</summary>
    public static MonthlyReasons? Of(WalkForwardResult result, string model)
    {
        if (result.Model(model).Reasons is not { } reasons)
            return null;
        var months = Enumerable.Range(0, result.Origins.Length)
            .Where(row => double.IsFinite(reasons.Base[row]))
            .GroupBy(row => (result.Origins[row].Year, result.Origins[row].Month))
            .Select(month => new ReasonsOfMonth(
                new DateOnly(month.Key.Year, month.Key.Month, 1),
                month.Count(),
                month.Average(row => reasons.Base[row]),
                [.. reasons.Amounts.Select(amounts => month.Average(row => amounts[row]))],
                [.. reasons.Amounts.Select(amounts => month.Average(row => Math.Abs(amounts[row])))]))
            .ToArray();
        return months.Length == 0
            ? null
            : new() { Model = model, Scale = reasons.Scale, Features = reasons.Features, Months = months };
    }

    private double Mean(Func<ReasonsOfMonth, double> value) =>
        Months.Sum(month => month.Origins * value(month)) / Months.Sum(month => month.Origins);
}

/// <summary>The reasons of one month's forecasts.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Origins">Forecast origins with reasons.</param>
/// <param name="Base">The mean base forecast.</param>
/// <param name="Mean">The mean contribution of each feature.</param>
/// <param name="MeanAbsolute">The mean |contribution| of each feature.</param>
public sealed record ReasonsOfMonth(DateOnly Month, int Origins, double Base, double[] Mean, double[] MeanAbsolute);
