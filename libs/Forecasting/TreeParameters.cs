using System.Globalization;

namespace Volcast.Forecasting;

/// <summary>Parameters of a model's trees in place of the shipped ones, as a search chose them: by XGBoost's own names, and
/// <see cref="Rounds"/>.</summary>
public static class TreeParameters
{
    /// <summary>The name under which the number of boosting rounds stands among the parameters.</summary>
    public const string Rounds = "rounds";

    /// <summary>What a model is, or what a run is given, and no search may change.</summary>
    private static readonly string[] Fixed = ["objective", "base_score", "tree_method", "nthread", "seed"];

    /// <summary>Puts the chosen values over the shipped ones.</summary>
    /// <param name="shipped">Changed in place.</param>
    /// <param name="rounds">The shipped number of rounds.</param>
    /// <param name="chosen">Null for the shipped ones.</param>
    /// <returns>The number of rounds in force.</returns>
    /// <exception cref="ArgumentException">A value is none that a search may choose.</exception>
    internal static int Apply(IDictionary<string, string> shipped, int rounds, IReadOnlyDictionary<string, string>? chosen)
    {
        foreach (var (name, value) in chosen ?? new Dictionary<string, string>())
            if (Fixed.Contains(name))
                throw new ArgumentException($"The trees' {name} is not to be chosen.", nameof(chosen));
            else if (name != Rounds)
                shipped[name] = value;
            else if (!int.TryParse(value, CultureInfo.InvariantCulture, out rounds) || rounds < 1)
                throw new ArgumentException($"'{value}' is no number of boosting rounds.", nameof(chosen));
        return rounds;
    }
}
