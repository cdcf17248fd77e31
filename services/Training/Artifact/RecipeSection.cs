using System.Globalization;
using System.Text;
using Volcast.Forecasting;

namespace Volcast.Services.Training.Artifact;

/// <summary>The section of the model card about the recipe: its parts and every fitted number, except the trees.</summary>
internal static class RecipeSection
{
    public static string Of(FittedModelSpec recipe)
    {
        var page = new StringBuilder("\n## Recipe\n");
        if (recipe.Members is { } members)
            AppendMembers(page, recipe, members);
        else
            page.Append(CultureInfo.InvariantCulture,
                $"`{recipe.Name}`: Volcast's docs/baselines.md has the equation and its source under this name.\n");
        if (recipe.Terms is { } terms)
            AppendTerms(page, recipe.Intercept!.Value, terms);
        if (recipe.Kernels is { } kernels)
            AppendNumbers(page, kernels);
        if (recipe.State is { } state)
            AppendNumbers(page, state.Parameters.Append(new($"mean of {state.Name}", state.TrainingMean)));
        if (recipe.Rounds is { } rounds)
            page.Append(CultureInfo.InvariantCulture, $"\nTrees: {rounds} rounds of XGBoost, ")
                .AppendJoin(", ", (recipe.Parameters ?? new Dictionary<string, string>())
                    .Select(parameter => $"{parameter.Key} {parameter.Value}"))
                .Append(".\n");
        return page.ToString();
    }

    private static void AppendMembers(StringBuilder page, FittedModelSpec recipe, IReadOnlyList<RecipeMember> members)
    {
        var mean = string.Join(" + ", members.Select(
            member => $"{member.Weight.ToString("0.##", CultureInfo.InvariantCulture)} · {member.Name}"));
        page.Append(CultureInfo.InvariantCulture, $"""
            `{recipe.Name}`: ln variance = {mean} + trees.
            Each member is a gamma regression with log link, recalibrated to realised variance over its own rows. The trees model
            the residual of the members.

            | member | first row | rows | term | input | coefficient |
            |---|---|---:|---|---|---:|

            """);
        foreach (var member in members)
        {
            page.Append(CultureInfo.InvariantCulture,
                $"| {member.Name} | {member.TrainingFrom:yyyy-MM-dd} | {member.TrainingRows:N0} | constant | "
                + $"| {Short(member.Intercept)} |\n");
            foreach (var term in member.Terms)
                page.Append(CultureInfo.InvariantCulture,
                    $"| | | | `{term.Name}` | {InputOf(term)} | {Short(term.Coefficient)} |\n");
        }
    }

    private static void AppendTerms(StringBuilder page, double intercept, IReadOnlyList<AffineTerm> terms)
    {
        page.Append(CultureInfo.InvariantCulture,
            $"\n| term | input | coefficient |\n|---|---|---:|\n| constant | | {Short(intercept)} |\n");
        foreach (var term in terms)
            page.Append(CultureInfo.InvariantCulture, $"| `{term.Name}` | {InputOf(term)} | {Short(term.Coefficient)} |\n");
    }

    private static void AppendNumbers(StringBuilder page, IEnumerable<KeyValuePair<string, double>> numbers)
    {
        var rows = numbers.ToArray();
        if (rows.Length == 0)
            return;
        page.Append("\n| parameter | value |\n|---|---:|\n");
        foreach (var (name, value) in rows)
            page.Append(CultureInfo.InvariantCulture, $"| {name.Replace('_', ' ')} | {Short(value)} |\n");
    }

    private static string InputOf(AffineTerm term) => term.Column is null
        ? "past log returns"
        : $"{term.Transform} of `{term.Column}`";

    private static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
