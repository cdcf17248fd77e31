using System.Globalization;
using Volcast.Forecasting;

namespace Volcast.Prediction;

/// <summary>Inputs of the newest session that lie far outside everything before. Most often a vendor has slipped, by a decimal
/// point or a split; where the market has done it, the model has never learnt the like.</summary>
public static class OutOfRangeInputs
{
    /// <summary>With fewer sessions before it the newest says nothing.</summary>
    private const int FewestSessions = 250;

    /// <summary>A sentence for each, in the order of <paramref name="names"/>.</summary>
    /// <param name="inputs">The origin is the last of their sessions.</param>
    /// <param name="names">What the model reads.</param>
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
                    $"{FeatureLabels.Describe(new Contribution(name, value, 0))} on {inputs.Origin:yyyy-MM-dd} lies far outside the "
                    + $"{before.Length:N0} sessions before ({least:G4} to {most:G4}): check the bars before you rely on the forecast"));
        }
        return sentences;
    }

    /// <summary>Twice as far as ever, for what is never below zero; otherwise half as far again as the whole range.</summary>
    private static bool IsFarOutside(double value, double least, double most)
    {
        if (least > 0)
            return value < least / 2 || value > most * 2;
        var margin = (most - least) / 2;
        return value < least - margin || value > most + margin;
    }
}
