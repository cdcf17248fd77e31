using System.Text;
using Volcast.Boosting;
using Volcast.Forecasting;
using Volcast.Registry;

namespace Volcast.Services.Training.Artifact;

/// <summary>The files that Python needs to open a model folder: the loader of the complete forecast and the list of packages that
/// it imports.</summary>
internal static class PythonFlavor
{
    /// <summary>The Python version with which the loader is tested.</summary>
    private const string TestedPython = "3.11.2";

    private const string Loader = "volcast_model";

    /// <summary>The flavor of the trees of a model that also has regressions.</summary>
    public const string Residual = "xgboost_residual";

    /// <summary>The flavor of the complete forecast. If trees are added to regressions, also a separate flavor of the trees,
    /// under a name that nobody can mistake for the model.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Flavors(FittedModelSpec recipe)
    {
        var flavors = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            // Without `data` MLflow passes the model folder itself to the loader.
            [MlModel.PythonFunction] = new Dictionary<string, string>
            {
                ["code"] = "code",
                ["loader_module"] = Loader,
                ["python_version"] = TestedPython,
            },
        };
        if (HasTrees(recipe) && recipe.Members is not null)
            flavors[Residual] = new Dictionary<string, string>
            {
                ["data"] = "model.json",
                ["model_class"] = "xgboost.core.Booster",
                ["model_format"] = "json",
                ["note"] = "Not a forecast: this is added to the log variance of the regressions in recipe.json. The complete"
                    + " forecast is the flavor python_function.",
                ["xgb_version"] = XGBoostLibrary.Version.ToString(),
            };
        return flavors;
    }

    /// <summary>Tool → the file from which it creates an environment.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["conda"] = "conda.yaml",
        ["virtualenv"] = "python_env.yaml",
    };

    public static ArtifactFolder Files(FittedModelSpec recipe) => ArtifactFolder.Empty
        .With($"code/{Loader}.py", LoaderSource())
        .With("requirements.txt", Lines(Requirements(recipe)))
        .With("python_env.yaml", Lines(
            [$"python: {TestedPython}", "build_dependencies:", "- pip", "dependencies:", "- -r requirements.txt"]))
        .With("conda.yaml", Lines(
        [
            "channels:", "- conda-forge", "dependencies:", $"- python={TestedPython}", "- pip", "- pip:",
            .. Requirements(recipe).Select(requirement => $"  - {requirement}"), "name: volcast",
        ]));

    /// <summary>Whether the loader needs XGBoost for a recipe.</summary>
    public static bool HasTrees(FittedModelSpec recipe) => recipe.Rounds is not null;

    private static string[] Requirements(FittedModelSpec recipe) =>
        ["mlflow>=2.12", "numpy>=1.21", .. HasTrees(recipe) ? [$"xgboost>={XGBoostLibrary.Version}"] : Array.Empty<string>()];

    private static string LoaderSource()
    {
        using var source = typeof(PythonFlavor).Assembly.GetManifestResourceStream($"{Loader}.py")!;
        using var reader = new StreamReader(source, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
