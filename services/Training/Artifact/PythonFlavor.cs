using System.Text;
using Volcast.Boosting;
using Volcast.Registry;

namespace Volcast.Services.Training.Artifact;

/// <summary>The files that Python needs to open a model folder: the loader of the complete forecast and the list of packages that
/// it imports.</summary>
internal static class PythonFlavor
{
    /// <summary>The Python version with which the loader is tested.</summary>
    private const string TestedPython = "3.11.2";

    private const string Loader = "volcast_model";

    private static readonly string[] Requirements = ["mlflow>=2.12", "numpy>=1.21", $"xgboost>={XGBoostLibrary.Version}"];

    /// <summary>The flavor of the complete forecast, and a separate flavor of the trees under a name that nobody can mistake for
    /// the model.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Flavors { get; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            // Without `data` MLflow passes the model folder itself to the loader.
            [MlModel.PythonFunction] = new Dictionary<string, string>
            {
                ["code"] = "code",
                ["loader_module"] = Loader,
                ["python_version"] = TestedPython,
            },
            ["xgboost_residual"] = new Dictionary<string, string>
            {
                ["data"] = "model.json",
                ["model_class"] = "xgboost.core.Booster",
                ["model_format"] = "json",
                ["note"] = "Not a forecast: this is added to the log variance of the regressions in recipe.json. The complete"
                    + " forecast is the flavor python_function.",
                ["xgb_version"] = XGBoostLibrary.Version.ToString(),
            },
        };

    /// <summary>Tool → the file from which it creates an environment.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["conda"] = "conda.yaml",
        ["virtualenv"] = "python_env.yaml",
    };

    public static ArtifactFolder Files() => ArtifactFolder.Empty
        .With($"code/{Loader}.py", LoaderSource())
        .With("requirements.txt", Lines(Requirements))
        .With("python_env.yaml", Lines(
            [$"python: {TestedPython}", "build_dependencies:", "- pip", "dependencies:", "- -r requirements.txt"]))
        .With("conda.yaml", Lines(
        [
            "channels:", "- conda-forge", "dependencies:", $"- python={TestedPython}", "- pip", "- pip:",
            .. Requirements.Select(requirement => $"  - {requirement}"), "name: volcast",
        ]));

    private static string LoaderSource()
    {
        using var source = typeof(PythonFlavor).Assembly.GetManifestResourceStream($"{Loader}.py")!;
        using var reader = new StreamReader(source, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
