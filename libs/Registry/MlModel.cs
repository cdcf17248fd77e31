using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Volcast.Registry;

/// <summary>
/// The file <c>MLmodel</c> of a model folder, from which MLflow's tools learn how to open it. A flavor is a name with its
/// settings, such as <c>xgboost</c> with <c>data: model.json</c>.
/// </summary>
public sealed record MlModel
{
    public const string FileName = "MLmodel";

    /// <summary>The flavor that <c>mlflow.pyfunc.load_model</c> opens.</summary>
    public const string PythonFunction = "python_function";

    private const string InputsKey = "inputs";
    private const string ServingKey = "serving_input_path";

    public required string RunId { get; init; }

    /// <summary>The folder's path among the run's artifacts.</summary>
    public string ArtifactPath { get; init; } = "model";

    public required DateTimeOffset CreatedAt { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Flavors { get; init; }

    /// <summary>
    /// Names of the inputs in the model's order. If they are typed, all are declared <c>double</c>: MLflow refuses pandas'
    /// float64 for float.
    /// </summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Whether the signature declares the inputs. MLflow then refuses columns of whole numbers, because int64 does not
    /// fit into a double. If not, the metadata name the inputs, as a JSON list, and the loader checks them.</summary>
    public bool HasTypedInputs { get; init; } = true;

    /// <summary>The <c>env</c> of the flavor <c>python_function</c>: tool → file, such as <c>conda</c> → <c>conda.yaml</c>. Empty
    /// if the file names no environment.</summary>
    public IReadOnlyDictionary<string, string> PythonEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>The file with an example table of inputs, as pandas writes it with <c>orient="split"</c>; null if there is
    /// none.</summary>
    public string? InputExample { get; init; }

    /// <summary>The file with that table as a request to a scoring server; null if there is none.</summary>
    public string? ServingInput { get; init; }

    /// <summary>Further facts for readers, such as the target's unit.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The flavors of a folder whose model is one XGBoost file. The extension gives the format: .json or .ubj.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> XGBoost(string file = "model.json") =>
        new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            [PythonFunction] = new Dictionary<string, string> { ["loader_module"] = "mlflow.xgboost", ["data"] = file },
            ["xgboost"] = new Dictionary<string, string>
            {
                ["data"] = file,
                ["model_class"] = "xgboost.core.Booster",
                ["model_format"] = Path.GetExtension(file).TrimStart('.'),
            },
        };

    /// <summary>The file's content; the same record gives the same bytes.</summary>
    public byte[] ToBytes()
    {
        var signature = HasTypedInputs
            ? new YamlMap().Set("inputs", Json(Inputs.Select(name => new { type = "double", name, required = true })))
            : new YamlMap().SetNull("inputs");
        var metadata = Map(Metadata);
        if (!HasTypedInputs)
            metadata.Set(InputsKey, Json(Inputs));
        signature
            .Set("outputs", Json(new[] { new { type = "double", required = true } }))
            .SetNull("params");
        var file = new YamlMap()
            .Set("artifact_path", ArtifactPath)
            .Set("flavors", Flavors.Aggregate(new YamlMap(), (map, flavor) => map.Set(flavor.Key, FlavorMap(flavor.Key))))
            .Set("metadata", metadata)
            .Set("run_id", RunId)
            .Set("signature", signature)
            .Set("utc_time_created", CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        if (InputExample is not null)
        {
            var example = new YamlMap()
                .Set("artifact_path", InputExample).Set("pandas_orient", "split").Set("type", "dataframe");
            if (ServingInput is not null)
                example.Set(ServingKey, ServingInput);
            file.Set("saved_input_example_info", example);
        }
        return file.ToBytes();
    }

    /// <summary>A model folder whose file <c>MLmodel</c> names the run under which a registry stores it, with new checksums. A
    /// folder whose file names that run already, or no run, stays the same.</summary>
    /// <param name="folder">A model folder.</param>
    /// <param name="runId">The registry's id of the run.</param>
    public static ArtifactFolder Of(ArtifactFolder folder, string runId)
    {
        if (!folder.Contains(FileName) || YamlMap.TryParse(folder[FileName].Span, FileName) is not { } map
            || map.Find("run_id") is not { } named || named == runId)
            return folder;
        return folder.With(FileName, map.Set("run_id", runId).ToBytes()).Sealed();
    }

    /// <param name="content">The file's bytes.</param>
    /// <param name="origin">Names the file in messages.</param>
    /// <exception cref="RegistryException">It is not YAML, or lacks a key that a model needs.</exception>
    public static MlModel Parse(ReadOnlyMemory<byte> content, string origin)
    {
        var map = YamlMap.Parse(content.Span, origin);
        var flavors = map.GetMap("flavors");
        var typed = map.GetMap("signature").Find("inputs");
        return new MlModel
        {
            RunId = map.Get("run_id"),
            ArtifactPath = map.Get("artifact_path"),
            CreatedAt = DateTimeOffset.TryParse(
                map.Get("utc_time_created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : throw Corrupt(origin, "'utc_time_created' is not a time", null),
            Flavors = flavors.Keys.ToDictionary(
                name => name,
                IReadOnlyDictionary<string, string> (name) => Texts(flavors.GetMap(name))),
            Inputs = typed is not null ? InputNames(typed, origin)
                : map.FindMap("metadata")?.Find(InputsKey) is { } names ? PlainNames(names, origin)
                : InputNames(map.GetMap("signature").Get("inputs"), origin),
            HasTypedInputs = typed is not null,
            PythonEnvironment = flavors.FindMap(PythonFunction)?.FindMap("env") is { } environment
                ? Texts(environment) : new Dictionary<string, string>(),
            InputExample = map.FindMap("saved_input_example_info")?.Find("artifact_path"),
            ServingInput = map.FindMap("saved_input_example_info")?.Find(ServingKey),
            Metadata = map.Keys.Contains("metadata")
                ? Texts(map.GetMap("metadata")).Where(text => text.Key != InputsKey || typed is not null).ToDictionary()
                : new Dictionary<string, string>(),
        };
    }

    private static string[] PlainNames(string json, string origin)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(json)!;
        }
        catch (JsonException e)
        {
            throw Corrupt(origin, $"'metadata.{InputsKey}' is not a JSON list of names", e);
        }
    }

    private static string[] InputNames(string json, string origin)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(input => input.GetProperty("name").GetString()!)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Corrupt(origin, "'signature.inputs' is not a JSON list of named inputs", e);
        }
    }

    private YamlMap FlavorMap(string name)
    {
        var map = Map(Flavors[name]);
        return name == PythonFunction && PythonEnvironment.Count > 0 ? map.Set("env", Map(PythonEnvironment)) : map;
    }

    private static YamlMap Map(IReadOnlyDictionary<string, string> texts) =>
        texts.Aggregate(new YamlMap(), (map, text) => map.Set(text.Key, text.Value));

    private static Dictionary<string, string> Texts(YamlMap map) => map.Keys
        .Where(key => map.Find(key) is not null)
        .ToDictionary(key => key, map.Get);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Plain);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static RegistryException Corrupt(string origin, string what, Exception? inner) => new(RegistryProblem.Corrupt,
        $"{origin} cannot be read: {what}. Restore the file from a copy, or train again.", inner);
}
