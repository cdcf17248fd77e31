using System.Globalization;
using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation.Search;

/// <summary>How the values of a range are distributed.</summary>
public enum SearchScale
{
    /// <summary>Uniform.</summary>
    Linear,

    /// <summary>Uniform in the logarithm.</summary>
    Logarithmic,
}

/// <summary>The values from which one parameter is drawn.</summary>
/// <param name="Name">XGBoost's name, or <see cref="TreeParameters.Rounds"/>.</param>
/// <param name="Least">The smallest value.</param>
/// <param name="Largest">The largest value.</param>
/// <param name="Scale">How the values are distributed.</param>
/// <param name="IsWhole">Whether only whole numbers are drawn.</param>
public sealed record SearchRange(
    string Name, double Least, double Largest, SearchScale Scale = SearchScale.Linear, bool IsWhole = false)
{
    /// <summary>The value at a position between 0 and 1, as text with three significant digits, so that the written value is the
    /// one that was tried.</summary>
    public string At(double place)
    {
        var value = Scale == SearchScale.Logarithmic
            ? Least * Math.Pow(Largest / Least, place)
            : Least + (Largest - Least) * place;
        return IsWhole
            ? Math.Round(value).ToString(CultureInfo.InvariantCulture)
            : double.Parse(
                value.ToString("E2", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)
                .ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>What a search may choose: a declared box from which candidates are drawn independently and at random. If few
/// parameters matter, this finds good values sooner than a grid (Bergstra and Bengio 2012).</summary>
public sealed record SearchSpace(IReadOnlyList<SearchRange> Ranges)
{
    private const int Steps = 1 << 20;

    /// <summary>The box for boosted trees on some thousands of noisy rows.</summary>
    public static SearchSpace Trees { get; } = new(
    [
        new("max_depth", 1, 5, IsWhole: true),
        new("eta", .01, .1, SearchScale.Logarithmic),
        new(TreeParameters.Rounds, 30, 600, SearchScale.Logarithmic, IsWhole: true),
        new("subsample", .4, 1),
        new("colsample_bytree", .3, 1),
        new("min_child_weight", 1, 100, SearchScale.Logarithmic),
        new("lambda", .5, 50, SearchScale.Logarithmic),
    ]);

    /// <summary>A candidate. The same seed and number give the same candidate, whatever else is drawn.</summary>
    public SortedDictionary<string, string> Draw(ulong seed, int candidate)
    {
        var random = new SplitMix64(seed, candidate);
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var range in Ranges)
            values.Add(range.Name, range.At(random.Next(Steps) / (Steps - 1.0)));
        return values;
    }
}
