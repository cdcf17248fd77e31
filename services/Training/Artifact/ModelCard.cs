using System.Globalization;
using System.Text;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Registry;

namespace Volcast.Services.Training.Artifact;

/// <summary>
/// The model card (Mitchell et al. 2019) of a version: what it is for, what it learnt from, how well it forecast, and when it is
/// not to be used. Every figure is of the training at hand.
/// </summary>
internal static class ModelCard
{
    public const string FileName = "MODEL_CARD.md";

    public static string Of(FinishedTraining training, ValidationRecord evidence)
    {
        var recipe = training.Fitted.Spec;
        return string.Concat(
            $"# {training.Model}\n\n{Banner(training.DataKind)}",
            Purpose(recipe), LearntFrom(training), Parts(recipe), Scores(evidence, recipe), Limits(training, evidence),
            WhenNot(training), Loading(training.Model, recipe));
    }

    private static string Banner(DataKind kind) => kind == DataKind.Simulated
        ? "> **SIMULATED MARKET.** This model learnt from a built-in simulation. It shows that the plumbing works, is no evidence"
            + " of anything, and says nothing of a real market. Do not act on its forecasts.\n"
        : "> **REAL MARKET DATA.** This model learnt from a market's daily bars.\n";

    private static string Purpose(FittedModelSpec recipe) => $"""

        ## Purpose
        Forecasts the annualised variance of {recipe.Symbol} over the sessions to come, {recipe.Horizon} of them:
        252/{recipe.Horizon} · Σ r² of the daily log returns of the total-return close, a decimal; its root is the volatility.
        It is made on the evening of a session, from that session's settled features. Beside it stand intervals, the chance of a
        level and tail risk (interval.json, read by Volcast only).

        """;

    private static string LearntFrom(FinishedTraining training)
    {
        var recipe = training.Fitted.Spec;
        var sessions = training.Data.Rows.Sessions;
        var page = new StringBuilder($"""

            ## Data
            | | |
            |---|---|
            | market | {training.DataKind.Name()} |
            | sessions | {Day(sessions[0])} to {Day(sessions[^1])}, {sessions.Length:N0} |
            | rows learnt from | {Day(recipe.TrainingFrom)} to {Day(recipe.TrainingTo)}, {recipe.TrainingRows:N0} complete |
            | variance in them | {Figure(recipe.TargetMean, ".00000")}, a volatility of {Percent(Math.Sqrt(recipe.TargetMean))} |
            | known as of | {training.AsOf.UtcDateTime:yyyy-MM-dd HH:mm} UTC |
            | seed | {training.Request.Seed} |

            """);
        foreach (var (table, digest) in training.Data.InputDigests)
            page.Append($"| {table} | SHA-256 {digest} |\n");
        page.Append("\nThe inputs, in the order of the signature, and their range in the rows learnt from:\n\n"
            + "| input | least | mean | greatest |\n|---|---:|---:|---:|\n");
        var rows = training.Data.Rows;
        var learnt = rows.FirstRowFrom(recipe.TrainingFrom)..(rows.FirstRowFrom(recipe.TrainingTo) + 1);
        foreach (var input in recipe.Inputs)
        {
            var values = rows.Column(input)[learnt].ToArray().Where(double.IsFinite).ToArray();
            page.Append($"| `{input}` | {Short(values.Min())} | {Short(values.Average())} | {Short(values.Max())} |\n");
        }
        return page.ToString();
    }

    private static string Parts(FittedModelSpec recipe)
    {
        var members = recipe.Members ?? [];
        var mean = string.Join(" + ", members.Select(member => $"{Figure(member.Weight, "0.##")} · {member.Name}"));
        var page = new StringBuilder($"""

            ## Recipe
            `{recipe.Name}`: ln variance = {mean} + trees.
            Each member is a gamma regression with log link, recalibrated to realised variance over its own rows; the trees add
            what the members leave.

            | member | rows since | rows | term | takes | coefficient |
            |---|---|---:|---|---|---:|

            """);
        foreach (var member in members)
        {
            page.Append($"| {member.Name} | {Day(member.TrainingFrom)} | {member.TrainingRows:N0} | constant | "
                + $"| {Short(member.Intercept)} |\n");
            foreach (var term in member.Terms)
                page.Append($"| | | | `{term.Name}` | {term.Transform} of `{term.Column}` | {Short(term.Coefficient)} |\n");
        }
        var parameters = recipe.Parameters ?? new Dictionary<string, string>();
        return page.Append($"\nTrees: {recipe.Rounds} rounds of XGBoost, ")
            .AppendJoin(", ", parameters.Select(parameter => $"{parameter.Key} {parameter.Value}")).Append(".\n").ToString();
    }

    private static string Scores(ValidationRecord evidence, FittedModelSpec recipe)
    {
        var page = new StringBuilder($"""

            ## Evidence
            {(evidence.DataKind == "SIMULATED" ? "**Simulated: no evidence.** " : "")}Walk-forward, scored over the origins from
            {Day(evidence.FirstOrigin)} to {Day(evidence.LastOrigin)}: refitted every {evidence.RefitEvery} sessions on an
            expanding window, {recipe.Horizon} rows purged, no forecast scored on days that its fit had seen. QLIKE on variance,
            smaller is better; the ratio to `{evidence.Benchmark}` with its {evidence.Confidence:0 %} block-bootstrap interval; DM p:
            Diebold–Mariano against it, two-sided.

            | model | n | QLIKE | / {evidence.Benchmark} | from | to | DM p | R² (vol) | 80 % covers | 95 % covers |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|

            """);
        foreach (var row in evidence.Models)
            page.Append($"| `{row.Model}` | {row.N:N0} | {Figure(row.Qlike, ".0000")} | {Figure(row.Ratio, ".000")} "
                + $"| {Figure(row.RatioLower, ".000")} | {Figure(row.RatioUpper, ".000")} | {PValue(row.DieboldMarianoP)} "
                + $"| {Figure(row.R2Volatility, ".000")} | {Figure(row.Coverage80, ".000")} "
                + $"| {Figure(row.Coverage95, ".000")} |\n");
        return page.Append($"\nThe same unrounded: {ValidationRecord.FileName}; day by day: evidence/walk_forward.csv of the run.\n")
            .ToString();
    }

    private static string Limits(FinishedTraining training, ValidationRecord evidence)
    {
        var own = evidence.Models.First(row => row.Model == evidence.Model);
        return $"""

            ## Limits
            - {Verdict(own, evidence)}
            - The training is noisy: {training.Fitted.Spec.Horizon} squared returns. Much of the loss is no forecaster's to avoid,
              and small differences between models are noise.
            - The terms and trees of the recipe were chosen on SPY's years up to 2021: evidence on those years flatters it.
            - Crises are rare in any sample. A day outside the ranges above is extrapolated: straight on in logs by the
              regressions, flat by the trees.
            - A forecast from a session that is one day old is worth much less: features are to be of the newest settled one.
            - An interval holds its share in the long run, not in each year; it widens after misses, not before them.

            """;
    }

    private static string Verdict(ValidationScores own, ValidationRecord evidence) => own switch
    {
        { Ratio: null } => $"It could not be held against `{evidence.Benchmark}`: {own.N} origins were scored.",
        { DieboldMarianoP: < .05, Ratio: < 1 } => $"It lost less than `{evidence.Benchmark}` over these origins.",
        { DieboldMarianoP: < .05 } => $"**It lost more than `{evidence.Benchmark}` over these origins.**",
        _ => $"**Over these origins it cannot be told from `{evidence.Benchmark}`.**",
    };

    private static string WhenNot(FinishedTraining training)
    {
        var recipe = training.Fitted.Spec;
        var other = training.DataKind == DataKind.Simulated
            ? "**For anything real: it learnt from a simulation.**" : "On a simulated market.";
        return $"""

            ## When not to use it
            - For another symbol than {recipe.Symbol} or another horizon than {recipe.Horizon}, also not by scaling with time.
            - With an input missing or guessed: it forecasts nothing then, and should not be made to.
            - During a session, or from bars that have not settled.
            - As a forecast of the direction of prices, or as the only ground of a decision.
            - {other}

            """;
    }

    private static string Loading(string model, FittedModelSpec recipe) => $$"""

        ## Loading it
        Python with MLflow; the answer is a NumPy array of annualised variances, one for each row of the data frame, whose columns
        are the {{recipe.Inputs.Count}} inputs above in any order:

        ```python
        import mlflow, numpy
        model = mlflow.pyfunc.load_model("models:/{{model}}@champion")
        volatility = numpy.sqrt(model.predict(frame))
        ```

        Python without MLflow, in this folder, with NumPy and XGBoost only:

        ```python
        import sys; sys.path.insert(0, "code")
        from volcast_model import VolcastModel
        variance = VolcastModel(".").predict(frame)
        ```

        .NET:

        ```csharp
        var version = await registry.GetByAliasAsync("{{model}}", {{nameof(RegistryTags)}}.{{nameof(RegistryTags.Champion)}});
        var folder = await registry.ReadModelAsync(version);
        using var artifact = ForecasterArtifact.Load(folder.Paths.ToDictionary(path => path, path => folder[path].ToArray()));
        var variance = artifact.Forecaster.Forecast(known);
        ```

        The flavor `xgboost_residual` is what the trees add to the log variance, not the model.

        """;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Figure(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    private static string PValue(double? value) => value < .001 ? "&lt;.001" : Figure(value, ".000");

    private static string Percent(double value) => (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
