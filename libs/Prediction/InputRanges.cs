using System.Globalization;
using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>The ranges of a model's inputs over a history, to notice values far outside everything seen.</summary>
public sealed class InputRanges
{
    /// <summary>With fewer sessions the range is not known well enough.</summary>
    private const int FewestSessions = 250;

    private readonly (string Name, int Sessions, double Least, double Most)[] ranges;

    private InputRanges((string, int, double, double)[] ranges) => this.ranges = ranges;

    /// <param name="history">The features.</param>
    /// <param name="names">The model's inputs.</param>
    /// <param name="rows">The first rows of the history that count.</param>
    public static InputRanges Of(ForecastingData history, IReadOnlyList<string> names, int rows) => new(
        [.. names.Select(name =>
        {
            var known = history.Column(name)[..rows].ToArray().Where(double.IsFinite).ToArray();
            return known.Length == 0 ? (name, 0, double.NaN, double.NaN) : (name, known.Length, known.Min(), known.Max());
        })]);

    /// <summary>One sentence for each value far outside its range, in the order of the inputs.</summary>
    /// <param name="values">One for each input.</param>
    public IReadOnlyList<string> Warnings(ReadOnlySpan<double> values)
    {
        List<string>? sentences = null;
        for (var i = 0; i < ranges.Length; i++)
        {
            var (name, sessions, least, most) = ranges[i];
            if (sessions < FewestSessions || !IsFarOutside(values[i], least, most))
                continue;
            (sentences ??= []).Add(string.Create(CultureInfo.InvariantCulture,
                $"{FeatureLabels.Describe(new Contribution(name, values[i], 0))} is far outside the range of the "
                + $"{Counted.Of(sessions, "session")} known ({least:G4} to {most:G4})"));
        }
        return sentences ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Whether an always positive input is above twice its maximum or below half its minimum, or any other input is
    /// outside its range by more than half of the range's width. NaN is not.</summary>
    private static bool IsFarOutside(double value, double least, double most)
    {
        if (least > 0)
            return value < least / 2 || value > most * 2;
        var margin = (most - least) / 2;
        return value < least - margin || value > most + margin;
    }
}
