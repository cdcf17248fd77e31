using Volcast.Evaluation;
using Volcast.Forecasting;

namespace Volcast.Evidence.Backtests;

/// <summary>Why a model forecast what it did, month by month of the origins: small enough to publish, and enough for its global
/// importance and for attribution over time. Means are over the origins of a month that have reasons.</summary>
public sealed record MonthlyReasons
{
    public required string Model { get; init; }

    /// <summary>The scale of base and amounts.</summary>
    public required ContributionScale Scale { get; init; }

    /// <summary>The model's inputs, in its order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The family of each of <see cref="Features"/>, in words.</summary>
    public required IReadOnlyList<string> FamilyOf { get; init; }

    /// <summary>Ascending; months without reasons are left out.</summary>
    public required IReadOnlyList<ReasonsOfMonth> Months { get; init; }

    /// <summary>Each family once, in the order in which they first appear.</summary>
    public IReadOnlyList<string> Families => [.. FamilyOf.Distinct()];

    /// <summary>Mean |contribution| of each feature over all origins.</summary>
    public double[] Importance => [.. Features.Select((_, i) => Mean(month => month.MeanAbsolute[i]))];

    /// <summary>Mean |contribution| of each of <see cref="Families"/>: of the sum over its inputs, in which opposite ones
    /// cancel.</summary>
    public double[] FamilyImportance => [.. Families.Select((_, i) => Mean(month => month.FamilyMeanAbsolute[i]))];

    /// <summary>Mean contribution of a family in each month: the sum of its features'.</summary>
    public double[] FamilyMeans(string family) =>
        [.. Months.Select(month => month.Mean.Where((_, i) => FamilyOf[i] == family).Sum())];

    /// <summary>Takes the reasons of a walk-forward together; null where no origin has any.</summary>
    /// <param name="result">With reasons of the model.</param>
    /// <param name="model">Whose.</param>
    /// <param name="familyOf">The family of a feature, in words.</param>
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
