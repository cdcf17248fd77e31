using System.Globalization;

namespace Volcast.Forecasting;

/// <summary>Parameters of a model's trees in place of the shipped ones, as a search chose them: by XGBoost's own names, and
/// <see cref="Rounds"/>.</summary>
public static class TreeParameters
{
    /// <summary>The name under which the number of boosting rounds stands among the parameters.</summary>
    public const string Rounds = "rounds";

    /// <summary>What may be chosen. The rest is what a model is, such as its objective, or what a run is given, such as its
    /// seed.</summary>
    private static readonly string[] Names =
    [
        Rounds, "max_depth", "eta", "subsample", "colsample_bytree", "min_child_weight", "lambda", "alpha", "gamma", "max_bin",
        "max_delta_step",
    ];

    /// <exception cref="ArgumentException">A name is none that may be chosen, or a value is no number; the message names
    /// it.</exception>
    public static void Validate(IReadOnlyDictionary<string, string> chosen)
    {
        foreach (var (name, value) in chosen)
            if (!Names.Contains(name))
                throw new ArgumentException($"'{name}' is no parameter of the trees that may be chosen, as are "
                    + $"{string.Join(", ", Names)}.", nameof(chosen));
            else if (!(double.TryParse(value, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                || (name == Rounds && !(int.TryParse(value, CultureInfo.InvariantCulture, out var rounds) && rounds > 0)))
                throw new ArgumentException($"'{value}' is no value of the trees' {name}.", nameof(chosen));
    }

    /// <summary>The value that a recipe was fitted with; null where it has none.</summary>
    public static string? Of(FittedModelSpec recipe, string name) => name == Rounds
        ? recipe.Rounds?.ToString(CultureInfo.InvariantCulture)
        : recipe.Parameters?.GetValueOrDefault(name);

    /// <summary>All values that may be chosen, as a recipe was fitted with them, by name in ordinal order; empty for one
    /// without trees.</summary>
    public static IReadOnlyDictionary<string, string> Of(FittedModelSpec recipe) => new SortedDictionary<string, string>(
        Names.Where(name => Of(recipe, name) is not null).ToDictionary(name => name, name => Of(recipe, name)!),
        StringComparer.Ordinal);

    /// <summary>Those of the chosen values that are others than the shipped ones, as numbers.</summary>
    public static IReadOnlyDictionary<string, string> Differing(
        IReadOnlyDictionary<string, string> shipped, IReadOnlyDictionary<string, string> chosen)
    {
        Validate(chosen);
        return new SortedDictionary<string, string>(
            chosen.Where(c => !(shipped.TryGetValue(c.Key, out var value) && Number(value).Equals(Number(c.Value))))
                .ToDictionary(), StringComparer.Ordinal);

        static double Number(string value) => double.Parse(value, CultureInfo.InvariantCulture);
    }

    /// <summary>Those of a model's parameters that may be chosen.</summary>
    internal static IReadOnlyDictionary<string, string> Choosable(IReadOnlyDictionary<string, string> parameters, int rounds) =>
        new SortedDictionary<string, string>(
            parameters.Where(p => Names.Contains(p.Key)).ToDictionary(), StringComparer.Ordinal)
        {
            [Rounds] = rounds.ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>Puts the chosen values over the shipped ones.</summary>
    /// <param name="shipped">Changed in place.</param>
    /// <param name="rounds">The shipped number of rounds.</param>
    /// <param name="chosen">Null for the shipped ones.</param>
    /// <returns>The number of rounds in force.</returns>
    /// <exception cref="ArgumentException">A value is none that a search may choose.</exception>
    internal static int Apply(IDictionary<string, string> shipped, int rounds, IReadOnlyDictionary<string, string>? chosen)
    {
        if (chosen is null)
            return rounds;
        Validate(chosen);
        foreach (var (name, value) in chosen.Where(c => c.Key != Rounds))
            shipped[name] = value;
        return chosen.TryGetValue(Rounds, out var number) ? int.Parse(number, CultureInfo.InvariantCulture) : rounds;
    }
}
