using System.Globalization;

namespace Volcast.Forecasting;

/// <summary>Checks that a recipe holds only numbers that a fit can give. It refuses a file that was edited or belongs to
/// something else.</summary>
internal static class PlausibleModelSpec
{
    /// <summary>Limit of a coefficient, intercept or mean. Every regressor is a logarithm, a decimal or a variance, and every fit
    /// so far stayed below 30.</summary>
    private const double LargestNumber = 1e4;

    /// <summary>Limit of an annualised variance: 100 is a volatility of 1,000 %.</summary>
    private const double LargestVariance = 100;

    /// <summary>Largest distance, in log variance, between a member's forecast for the average training row and the mean realised
    /// variance; a factor of twelve in volatility.</summary>
    private const double LargestBias = 5;

    /// <exception cref="InvalidDataException">A number is impossible; the message says which and where.</exception>
    public static void Require(FittedModelSpec spec)
    {
        Check(spec.Horizon is >= 1 and <= 252, "horizon", spec.Horizon, "a number of sessions up to a year");
        Check(spec.TrainingRows >= 1 && spec.TrainingFrom <= spec.TrainingTo, "trainingRows", spec.TrainingRows,
            "the rows of a period");
        Check(IsVariance(spec.TargetMean), "targetMean", spec.TargetMean, "an annualised variance");
        Check(IsVariance(spec.TargetMinimum) && spec.TargetMinimum <= spec.TargetMean, "targetMinimum",
            spec.TargetMinimum, "the smallest of the variances whose mean is targetMean");
        Check(spec.Rounds is null or (>= 1 and <= 100_000), "rounds", spec.Rounds ?? 0, "a number of boosting rounds");
        Check(spec.LevelFactor is null or (> 0 and <= LargestNumber), "levelFactor", spec.LevelFactor ?? 0,
            "a factor of the variance");
        if (spec.Inputs.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Refused(spec, $"names the input {twice.Key} twice");
        RequireEarlier(spec.Slopes);
        RequireStage("", spec.Intercept ?? 0, spec.Terms ?? []);
        foreach (var (name, value) in spec.State?.Parameters ?? new Dictionary<string, double>())
            Check(IsNumber(value), $"state's {name}", value, "a parameter");
        RequireMembers(spec);

        void Check(bool holds, string what, double value, string expected)
        {
            if (!holds)
                throw Refused(spec, $"says that its {what} is {Text(value)}, which is not {expected}");
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

        void RequireEarlier(SlopesOrigin? slopes)
        {
            if (slopes?.To >= spec.TrainingTo)
                throw Refused(spec, $"says that its slopes were cut on {slopes.To:yyyy-MM-dd}, which is not before its last training "
                    + $"row, {spec.TrainingTo:yyyy-MM-dd}");
        }

        void RequireMembers(FittedModelSpec spec)
        {
            if (spec.Members is not { } members)
                return;
            foreach (var member in members)
            {
                Check(member.Weight is > 0 and <= 1, $"weight of {member.Name}", member.Weight, "a share");
                RequireStage($" in {member.Name}", member.Intercept, member.Terms);
                Check(member.Floor is null || IsVariance(member.Floor.Value), $"floor of {member.Name}", member.Floor ?? 0,
                    "an annualised variance");
                RequireEarlier(member.Slopes);
                if (!(Math.Abs(member.Base - Math.Log(spec.TargetMean)) <= LargestBias))
                    throw Refused(spec, $"has a member {member.Name} that forecasts a volatility of "
                        + $"{Text(100 * Math.Exp(member.Base / 2))} % for the average row of its training, in which "
                        + $"{Text(100 * Math.Sqrt(spec.TargetMean))} % was realised");
            }
            Check(Math.Abs(members.Sum(m => m.Weight) - 1) <= 1e-9, "members' weights' sum", members.Sum(m => m.Weight), "one");
        }
    }

    private static bool IsNumber(double value) => Math.Abs(value) <= LargestNumber;

    private static bool IsVariance(double value) => value is > 0 and <= LargestVariance;

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static InvalidDataException Refused(FittedModelSpec spec, string what) =>
        new($"{FittedModelSpec.FileName} of {spec.Name} {what}: no training made this file. Restore it, or train again.");
}
