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
            `{recipe.Name}`: ln variance = {mean}{(recipe.Rounds is null ? "" : " + trees")}.
            {string.Join(' ', members.Select(KindOf).Distinct())}{(recipe.Rounds is null ? "" : " The trees model the residual of the members.")}

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

    /// <summary>How a member was fitted. A fit of a recipe from before <c>universal</c> has gamma regressions only.</summary>
    private static string KindOf(RecipeMember member) => member switch
    {
        { Slopes: { } slopes } => $"`{member.Name}` has slopes from a regression over many tickers with data up to "
            + slopes.To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            + ", mostly of companies that still exist; only its level is fitted to the target.",
        { Floor: { } floor } => $"`{member.Name}` is a regression of the variance itself, at least {Short(floor)}; the average takes "
            + "its logarithm.",
        { Name: "log-har-range" } => $"`{member.Name}` is a regression of the log variance.",
        _ => "The gamma regressions have a log link and are recalibrated to realised variance over their own rows.",
    };

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
