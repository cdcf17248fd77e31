using Volcast.Evaluation;
using Volcast.Forecasting;

namespace Volcast.Evidence.Backtests;

/// <summary>The reasons of a model's forecasts by month of the origin: small enough to publish, and sufficient for global
/// importance and for attribution over time. Means are over the origins of a month that have reasons.</summary>
public sealed record MonthlyReasons
{
    public required string Model { get; init; }

    /// <summary>The scale of base and amounts.</summary>
    public required ContributionScale Scale { get; init; }

    /// <summary>The model's inputs, in the model's order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The display name of the family of each of <see cref="Features"/>.</summary>
    public required IReadOnlyList<string> FamilyOf { get; init; }

    /// <summary>Ascending; months without reasons are omitted.</summary>
    public required IReadOnlyList<ReasonsOfMonth> Months { get; init; }

    /// <summary>Each family once, in the order in which they first appear.</summary>
    public IReadOnlyList<string> Families => [.. FamilyOf.Distinct()];

    /// <summary>Mean |contribution| of each feature over all origins.</summary>
    public double[] Importance => [.. Features.Select((_, i) => Mean(month => month.MeanAbsolute[i]))];

    /// <summary>Mean |contribution| of each of <see cref="Families"/>, computed from the sum over its inputs, in which opposite
    /// signs cancel.</summary>
    public double[] FamilyImportance => [.. Families.Select((_, i) => Mean(month => month.FamilyMeanAbsolute[i]))];

    /// <summary>Mean contribution of a family in each month: the sum over its features.</summary>
    public double[] FamilyMeans(string family) =>
        [.. Months.Select(month => month.Mean.Where((_, i) => FamilyOf[i] == family).Sum())];

    /// <summary>Aggregates the reasons of a walk-forward; null if no origin has any.</summary>
    /// <param name="result">The walk-forward, with reasons of the model.</param>
    /// <param name="model">The model.</param>
    /// <param name="familyOf">Gives the display name of the family of a feature.</param>
    public static MonthlyReasons? Of(WalkForwardResult result, string model, Func<string, string> familyOf)
    {
        if (result.Model(model).Reasons is not { } reasons)
            return null;
        string[] families = [.. reasons.Features.Select(familyOf)];
        var bySum = families.Distinct().Select(family =>
            reasons.Amounts.Where((_, i) => families[i] == family).Aggregate(
                (sum, amounts) => [.. sum.Zip(amounts, (a, b) => a + b)])).ToArray();
        var months = Enumerable.Range(0, result.Origins.Length)
            .Where(row => double.IsFinite(reasons.Base[row]))
            .GroupBy(row => (result.Origins[row].Year, result.Origins[row].Month))
            .Select(month => new ReasonsOfMonth(
                new DateOnly(month.Key.Year, month.Key.Month, 1),
                month.Count(),
                month.Average(row => reasons.Base[row]),
                [.. reasons.Amounts.Select(amounts => month.Average(row => amounts[row]))],
                [.. reasons.Amounts.Select(amounts => month.Average(row => Math.Abs(amounts[row])))],
                [.. bySum.Select(sums => month.Average(row => Math.Abs(sums[row])))]))
            .ToArray();
        return months.Length == 0 ? null : new()
        {
            Model = model,
            Scale = reasons.Scale,
            Features = reasons.Features,
            FamilyOf = families,
            Months = months,
        };
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
/// <param name="FamilyMeanAbsolute">The mean |contribution| of each family as a whole.</param>
public sealed record ReasonsOfMonth(
    DateOnly Month, int Origins, double Base, double[] Mean, double[] MeanAbsolute, double[] FamilyMeanAbsolute);
