using System.Globalization;
using System.Text;
using Volcast.ApiContract.Models;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Services.Training.Artifact;

/// <summary>The model card (Mitchell et al. 2019) of a version: its purpose, its training data, how well it forecast, and when
/// not to use it. Every figure belongs to this training.</summary>
internal static class ModelCard
{
    public const string FileName = "MODEL_CARD.md";

    public static string Of(FinishedTraining training)
    {
        var (recipe, evidence) = (training.Fitted.Spec, training.Evidence.Document);
        return string.Concat(
            $"# {training.Model}\n\n{Banner(training.DataKind)}{Choice(training.Choice)}",
            Purpose(recipe), LearntFrom(training), RecipeSection.Of(recipe), Scores(training.Evidence, recipe), Limits(training, evidence),
            WhenNot(training), Loading(training));
    }

    /// <summary>Why this is not the shipped recipe; empty if a person named the recipe or nothing spoke against the shipped
    /// one.</summary>
    private static string Choice(RecipeChoice choice) => choice.Because is { } reason
        ? $">\n> **{choice.Recipe} in place of {ForecasterCatalog.Shipped}, the shipped recipe.** {reason}\n"
        : "";

    private static string Banner(DataKind kind) => kind == DataKind.Simulated
        ? "> **SIMULATED MARKET.** This model was trained on a built-in simulation. It shows that the software runs. It is not"
            + " evidence of forecast accuracy on a real market. Do not act on its forecasts.\n"
        : "> **REAL MARKET DATA.** This model was trained on the daily bars of a market.\n";

    private static string Purpose(FittedModelSpec recipe) => $"""

        ## Purpose
        Forecasts the annualised variance of {recipe.Symbol} over {Next(recipe.Horizon)}:
        252/{recipe.Horizon} · Σ r² of the daily log returns of the total-return close, a decimal; its root is the volatility.
        A forecast is made after the close of a session, from the settled features of that session. It comes with intervals,
        probabilities of exceeding a level, and tail risk (interval.json, which only Volcast reads).

        """;

    private static string LearntFrom(FinishedTraining training)
    {
        var recipe = training.Fitted.Spec;
        var sessions = training.Data.Rows.Sessions;
        var page = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""

            ## Data
            | | |
            |---|---|
            | market | {training.DataKind.Name()} |
            | sessions | {Day(sessions[0])} to {Day(sessions[^1])}, {sessions.Length:N0} |
            | training rows | {Day(recipe.TrainingFrom)} to {Day(recipe.TrainingTo)}, {recipe.TrainingRows:N0} complete |
            | mean variance | {Figure(recipe.TargetMean, ".00000")}, a volatility of {Percent(Math.Sqrt(recipe.TargetMean))} |
            | known as of | {training.AsOf.UtcDateTime:yyyy-MM-dd HH:mm} UTC |
            | seed | {training.Request.Seed} |

            """);
        if (recipe.ImpliedIndex is { } index)
            page.Append(CultureInfo.InvariantCulture, $"| implied-volatility index | {index} |\n");
        if (training.Request.SearchedTo is { } searched)
            page.Append(CultureInfo.InvariantCulture, $"| parameters searched up to | {Day(searched)} |\n");
        foreach (var (table, digest) in training.Data.InputDigests)
            page.Append(CultureInfo.InvariantCulture, $"| {table} | SHA-256 {digest} |\n");
        if (!training.Fitted.ForecastsFromInputs)
            page.Append("\nThe model reads the log returns of the target up to the origin.\n");
        if (recipe.Inputs.Count == 0)
            return page.ToString();
        page.Append("\nThe inputs, in the order of the signature, and their range in the training rows:\n\n"
            + "| input | smallest | mean | largest |\n|---|---:|---:|---:|\n");
        var rows = training.Data.Rows;
        var learnt = rows.FirstRowFrom(recipe.TrainingFrom)..(rows.FirstRowFrom(recipe.TrainingTo) + 1);
        foreach (var input in recipe.Inputs)
        {
            var values = rows.Column(input)[learnt].ToArray().Where(double.IsFinite).ToArray();
            page.Append(CultureInfo.InvariantCulture,
                $"| `{input}` | {Short(values.Min())} | {Short(values.Average())} | {Short(values.Max())} |\n");
        }
        return page.ToString();
    }

    private static string Scores(TrainingEvidence shown, FittedModelSpec recipe)
    {
        var evidence = shown.Document;
        var page = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""

            ## Evidence
            {Inherited(shown)}{(evidence.DataKind == "SIMULATED" ? "**Simulated: no evidence.** " : "")}A walk-forward, scored on the origins from
            {Day(evidence.FirstOrigin)} to {Day(evidence.LastOrigin)}. Each model was refitted every {evidence.RefitEvery}
            sessions on an expanding window, with {recipe.Horizon} rows purged; no forecast is scored on days that its fit used.
            QLIKE is on variance, and smaller is better. The ratio is the QLIKE divided by that of `{evidence.Benchmark}`; from
            and to are its {evidence.Confidence:0 %} block-bootstrap interval. DM p is the two-sided Diebold–Mariano test
            against `{evidence.Benchmark}`.

            | model | n | QLIKE | / {evidence.Benchmark} | from | to | DM p | R² (vol) | 80 % covers | 95 % covers |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|

            """);
        foreach (var row in evidence.Models)
            page.Append(CultureInfo.InvariantCulture,
                $"| `{row.Model}` | {row.N:N0} | {Figure(row.Qlike, ".0000")} | {Figure(row.Ratio, ".000")} "
                + $"| {Figure(row.RatioLower, ".000")} | {Figure(row.RatioUpper, ".000")} | {PValue(row.DieboldMarianoP)} "
                + $"| {Figure(row.R2Volatility, ".000")} | {Figure(row.Coverage80, ".000")} "
                + $"| {Figure(row.Coverage95, ".000")} |\n");
        return page.Append($"\n{ValidationRecord.FileName} has these numbers unrounded; {Registration.WalkForwardPath} of the run has "
                + "every forecast.\n")
            .ToString();
    }

    private static string Inherited(TrainingEvidence shown) => shown.OfVersion is { } version
        ? $"This version has the recipe of version {version}, whose walk-forward follows; no new one was run. "
        : "";

    private static string Limits(FinishedTraining training, EvidenceDocument evidence)
    {
        var own = evidence.Models.First(row => row.Model == evidence.Model);
        var recipe = training.Fitted.Spec;
        return $"""

            ## Limits
            - {Verdict(own, evidence)}{Searched(evidence)}{string.Concat(VersionLimits.Of(training).Select(limit => $"\n- {limit}"))}
            - The outcome is noisy: it has one squared return a session. No forecast can avoid much of the loss, and small
              differences between models are noise.
            {(training.Fitted.Spec.Members is null ? "" : Shipped)}- Crises are rare in any sample. Outside the range of its
              training data the model extrapolates.
            - A forecast from inputs that are one session old is much less accurate: use the newest settled session.
            - An interval has its nominal coverage in the long run, not in each year. It widens after misses, not before them.

            """;
    }

    private const string Shipped = """
        - The terms and trees of the recipe were chosen on SPY up to 2021, so evidence on these years is too favourable.
        - Outside the input ranges above, the regressions extrapolate linearly in logs, the trees as a constant.

        """;

    private static string Verdict(EvidenceScoresDocument own, EvidenceDocument evidence) => own switch
    {
        _ when own.Model == evidence.Benchmark =>
            $"It is `{evidence.Benchmark}`, the benchmark with which other models are compared.",
        { Ratio: null } =>
            $"It could not be compared with `{evidence.Benchmark}`: only {Counted.Of(own.N, "origin")} could be scored.",
        { DieboldMarianoP: < .05, Ratio: < 1 } =>
            $"Its loss on these origins is significantly smaller than that of `{evidence.Benchmark}`.",
        { DieboldMarianoP: < .05 } =>
            $"**Its loss on these origins is significantly larger than that of `{evidence.Benchmark}`.**",
        _ => $"**Its loss on these origins does not differ significantly from that of `{evidence.Benchmark}`.**",
    };

    private static string Searched(EvidenceDocument evidence) => evidence.SearchedTo is not { } last ? "" : evidence switch
    {
        { FirstOrigin: var first } when first > last => $"""

            - A search chose the parameters of the trees on sessions up to {Day(last)}, before the first of these origins.
            """,
        _ => $"""

            - **A search chose the parameters of the trees on sessions up to {Day(last)}: the scores above on origins up to that
              day are not out of sample.** A promotion compares later origins only.
            """,
    };

    private static string WhenNot(FinishedTraining training)
    {
        var recipe = training.Fitted.Spec;
        var other = training.DataKind == DataKind.Simulated
            ? "**On a real market: the model was trained on a simulation.**" : "On a simulated market.";
        return $"""

            ## When not to use it
            - For a symbol other than {recipe.Symbol} or a horizon other than {recipe.Horizon}. Do not scale it with time.
            - With a missing or guessed input. The model makes no forecast if an input is missing; do not fill the gap.
            - During a session, or from bars that have not settled.
            - As a forecast of the direction of prices, or as the only basis of a decision.
            - {other}

            """;
    }

    private static string Loading(FinishedTraining training)
    {
        var recipe = training.Fitted.Spec;
        var names = string.Join(", ", InputExample.Inputs(training.Fitted).Select(name => $"`{name}`"));
        var rows = training.Fitted.ForecastsFromInputs
            ? $"The columns of the data frame are the {recipe.Inputs.Count} inputs above, in any order."
            : $"The data frame has the columns {names}, and its rows are consecutive sessions in\nascending order: the forecast "
                + "of a row uses the returns of that row and of the rows before it.";
        var residual = PythonFlavor.Flavors(recipe).ContainsKey(PythonFlavor.Residual)
            ? $"\nThe flavor `{PythonFlavor.Residual}` is not the model: it is what the trees add to the log variance.\n" : "";
        return LoadingText(training.Model, rows, PythonFlavor.HasTrees(recipe) ? "NumPy and XGBoost" : "NumPy") + residual;
    }

    private static string LoadingText(string model, string rows, string packages) => $$"""

        ## Loading it
        Python with MLflow. {{rows}} The result
        is a NumPy array of annualised variances, one for each row:

        ```python
        import mlflow, numpy
        model = mlflow.pyfunc.load_model("models:/{{model}}@champion")
        volatility = numpy.sqrt(model.predict(frame))
        ```

        Python without MLflow, in this folder, with {{packages}} only:

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

        """;

    private static string Next(int horizon) => horizon == 1 ? "the next session" : $"the next {horizon} sessions";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Figure(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    private static string PValue(double? value) => value < .001 ? "&lt;.001" : Figure(value, ".000");

    private static string Percent(double value) => (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
