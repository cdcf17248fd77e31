using System.Globalization;
using Volcast.Forecasting;

namespace Volcast.Prediction;

/// <summary>Finds inputs of the newest session far outside their earlier range. The usual cause is a vendor's error, such as a
/// misplaced decimal point or a missed split. If the value is right, the model has not learnt from similar ones.</summary>
public static class OutOfRangeInputs
{
    /// <summary>With fewer earlier sessions the range is not known well enough.</summary>
    private const int FewestSessions = 250;

    /// <summary>One sentence for each such input, in the order of <paramref name="names"/>.</summary>
    /// <param name="inputs">Their last session is the origin.</param>
    /// <param name="names">The model's inputs.</param>
    public static IReadOnlyList<string> Of(ForecastInputs inputs, IReadOnlyList<string> names)
    {
        var sentences = new List<string>();
        foreach (var name in names)
        {
            var column = inputs.Known.Column(name);
            var value = column[^1];
            var before = column[..^1].ToArray().Where(double.IsFinite).ToArray();
            if (before.Length < FewestSessions || !double.IsFinite(value))
                continue;
            var (least, most) = (before.Min(), before.Max());
            if (IsFarOutside(value, least, most))
                sentences.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{FeatureLabels.Describe(new Contribution(name, value, 0))} on {inputs.Origin:yyyy-MM-dd} is far outside "
                    + $"the range of the {before.Length:N0} sessions before ({least:G4} to {most:G4}): check the bars first"));
        }
        return sentences;
    }

    /// <summary>Whether an always positive input is above twice its maximum or below half its minimum, or any other input is
    /// outside its range by more than half of the range's width.</summary>
    private static bool IsFarOutside(double value, double least, double most)
    {
        if (least > 0)
            return value < least / 2 || value > most * 2;
        var margin = (most - least) / 2;
        return value < least - margin || value > most + margin;
    }
}
