using System.Globalization;

namespace Volcast.Forecasting;

/// <summary>What no fit gives and no model may be made of, however well its file reads: a recipe that was edited, or that belongs
/// to something else.</summary>
internal static class PlausibleModelSpec
{
    /// <summary>Of a coefficient, intercept or mean: every regressor is a log, a decimal or a variance, and every fit has stayed
    /// below 30.</summary>
    private const double LargestNumber = 1e4;

    /// <summary>An annualised variance of 100 is a volatility of 1,000 %.</summary>
    private const double LargestVariance = 100;

    /// <summary>How far, in log variance, a member's forecast for the average training row may lie from the mean realised
    /// variance: a factor of twelve in volatility.</summary>
    private const double LargestBias = 5;

    /// <exception cref="InvalidDataException">Something in it cannot be; the message says what and where.</exception>
    public static void Require(FittedModelSpec recipe)
    {
        Check(recipe.Horizon is >= 1 and <= 252, "horizon", recipe.Horizon, "a number of sessions up to a year");
        Check(recipe.TrainingRows >= 1 && recipe.TrainingFrom <= recipe.TrainingTo, "trainingRows", recipe.TrainingRows,
            "the rows of a period");
        Check(IsVariance(recipe.TargetMean), "targetMean", recipe.TargetMean, "an annualised variance");
        Check(IsVariance(recipe.TargetMinimum) && recipe.TargetMinimum <= recipe.TargetMean, "targetMinimum",
            recipe.TargetMinimum, "the smallest of the variances whose mean is targetMean");
        Check(recipe.Rounds is null or (>= 1 and <= 100_000), "rounds", recipe.Rounds ?? 0, "a number of boosting rounds");
        if (recipe.Inputs.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Refused(recipe, $"names the input {twice.Key} twice");
        RequireStage("", recipe.Intercept ?? 0, recipe.Terms ?? []);
        foreach (var (name, value) in recipe.State?.Parameters ?? new Dictionary<string, double>())
            Check(IsNumber(value), $"state's {name}", value, "a parameter");
        RequireMembers(recipe);

        void Check(bool holds, string what, double value, string expected)
        {
            if (!holds)
                throw Refused(recipe, $"says that its {what} is {Text(value)}, which is not {expected}");
        }

        void RequireStage(string of, double intercept, IReadOnlyList<AffineTerm> terms)
        {
            Check(IsNumber(intercept), $"intercept{of}", intercept, "a number that a fit gives");
            foreach (var term in terms)
            {
                Check(
                    IsNumber(term.Coefficient), $"coefficient of {term.Name}{of}", term.Coefficient, "a number that a fit gives");
                Check(IsNumber(term.TrainingMean), $"mean of {term.Name}{of}", term.TrainingMean, "the mean of such a term");
            }
        }

        void RequireMembers(FittedModelSpec recipe)
        {
            if (recipe.Members is not { } members)
                return;
            foreach (var member in members)
            {
                Check(member.Weight is > 0 and <= 1, $"weight of {member.Name}", member.Weight, "a share");
                RequireStage($" in {member.Name}", member.Intercept, member.Terms);
                var average = new AffineStage(member.Intercept, member.Terms).Base;
                if (!(Math.Abs(average - Math.Log(recipe.TargetMean)) <= LargestBias))
                    throw Refused(recipe, $"has a member {member.Name} that forecasts a volatility of "
                        + $"{Text(100 * Math.Exp(average / 2))} % for the average row of its training, in which "
                        + $"{Text(100 * Math.Sqrt(recipe.TargetMean))} % was realised");
            }
            Check(Math.Abs(members.Sum(m => m.Weight) - 1) <= 1e-9, "members' weights' sum", members.Sum(m => m.Weight), "one");
        }
    }

    private static bool IsNumber(double value) => Math.Abs(value) <= LargestNumber;

    private static bool IsVariance(double value) => value is > 0 and <= LargestVariance;

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static InvalidDataException Refused(FittedModelSpec recipe, string what) =>
        new($"{FittedModelSpec.FileName} of {recipe.Name} {what}: it was not made by a training. Restore it, or train again.");
}
