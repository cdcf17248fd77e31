using System.Globalization;

namespace Volcast.Forecasting;

/// <summary>Parameters of a model's trees that a search chose and that replace the shipped ones: XGBoost's names, and
/// <see cref="Rounds"/>.</summary>
public static class TreeParameters
{
    /// <summary>The name of the number of boosting rounds among the parameters.</summary>
    public const string Rounds = "rounds";

    /// <summary>The parameters that a search may choose. Others define the model, such as its objective, or come from the run,
    /// such as its random seed.</summary>
    private static readonly string[] Names =
    [
        Rounds, "max_depth", "eta", "subsample", "colsample_bytree", "min_child_weight", "lambda", "alpha", "gamma", "max_bin",
        "max_delta_step",
    ];

    /// <exception cref="ArgumentException">A name is not one that a search may choose, or a value is not a number; the message
    /// names it.</exception>
    public static void Validate(IReadOnlyDictionary<string, string> chosen)
    {
        foreach (var (name, value) in chosen)
            if (!Names.Contains(name))
                throw new ArgumentException($"'{name}' is not a tree parameter that can be chosen. These are: "
                    + $"{string.Join(", ", Names)}.", nameof(chosen));
            else if (!(double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && double.IsFinite(number))
                || (name == Rounds && !(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds)
                    && rounds > 0)))
                throw new ArgumentException($"'{value}' is not a valid value of the tree parameter {name}.", nameof(chosen));
    }

    /// <summary>The value that a recipe was fitted with; null if it has none.</summary>
    public static string? Of(FittedModelSpec spec, string name) => name == Rounds
        ? spec.Rounds?.ToString(CultureInfo.InvariantCulture)
        : spec.Parameters?.GetValueOrDefault(name);

    /// <summary>The values of all these parameters that a recipe was fitted with, by name in ordinal order; empty for a recipe
    /// without trees.</summary>
    public static IReadOnlyDictionary<string, string> Of(FittedModelSpec spec) => new SortedDictionary<string, string>(
        Names.Where(name => Of(spec, name) is not null).ToDictionary(name => name, name => Of(spec, name)!),
        StringComparer.Ordinal);

    /// <summary>The parameters as one line, <c>name=value</c> separated by spaces.</summary>
    public static string Text(IReadOnlyDictionary<string, string> parameters) =>
        string.Join(' ', parameters.Select(value => $"{value.Key}={value.Value}"));

    /// <summary>The parameters of a <see cref="Text"/>; what is no pair is left out.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text) => text
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
        .Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The chosen values that differ from the shipped ones as numbers.</summary>
    public static IReadOnlyDictionary<string, string> Differing(
        IReadOnlyDictionary<string, string> shipped, IReadOnlyDictionary<string, string> chosen)
    {
        Validate(chosen);
        return new SortedDictionary<string, string>(
            chosen.Where(c => !(shipped.TryGetValue(c.Key, out var value) && Number(value).Equals(Number(c.Value))))
                .ToDictionary(), StringComparer.Ordinal);

        static double Number(string value) => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>The parameters of a model that a search may choose.</summary>
    internal static IReadOnlyDictionary<string, string> Choosable(IReadOnlyDictionary<string, string> parameters, int rounds) =>
        new SortedDictionary<string, string>(
            parameters.Where(p => Names.Contains(p.Key)).ToDictionary(), StringComparer.Ordinal)
        {
            [Rounds] = rounds.ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>Replaces shipped values by chosen ones.</summary>
    /// <param name="shipped">Changed in place.</param>
    /// <param name="rounds">The shipped number of rounds.</param>
    /// <param name="chosen">Null for the shipped ones.</param>
    /// <returns>The number of rounds to train.</returns>
    /// <exception cref="ArgumentException">A value is not one that a search may choose.</exception>
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
