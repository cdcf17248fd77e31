using System.Globalization;
using System.Text;

namespace Volcast.Registry.Local;

/// <summary>A run's folder: meta.yaml, and one file for each metric, param, tag and artifact.</summary>
internal static class RunFiles
{
    private const string ArtifactsName = "artifacts";

    public static string Artifacts(string runFolder) => Path.Combine(runFolder, ArtifactsName);

    /// <param name="run">The run's metadata, params, metrics and tags.</param>
    /// <param name="experimentId">The run's experiment.</param>
    /// <param name="folder">The run's final folder, for the URI in meta.yaml.</param>
    /// <param name="artifacts">The run's artifacts.</param>
    public static ArtifactFolder Write(Run run, string experimentId, string folder, ArtifactFolder artifacts)
    {
        var tags = new Dictionary<string, string>
        {
            ["mlflow.runName"] = run.Name,
            ["mlflow.source.name"] = "volcast",
            ["mlflow.source.type"] = "JOB",
            ["mlflow.user"] = "volcast",
        };
        foreach (var (key, value) in run.Tags)
            tags[key] = value;
        var meta = new YamlMap()
            .Set("artifact_uri", StoreLayout.Uri(Artifacts(folder)))
            .Set("entry_point_name", "")
            .Set("experiment_id", experimentId)
            .Set("lifecycle_stage", "active")
            .Set("run_id", run.Id)
            .Set("run_name", run.Name)
            .Set("run_uuid", run.Id)
            .Set("source_name", "")
            .Set("source_type", 4)
            .Set("source_version", "")
            .Set("start_time", run.StartTime.ToUnixTimeMilliseconds())
            .Set("status", (int)run.Status)
            .Set("user_id", "volcast");
        _ = run.EndTime is { } end ? meta.Set("end_time", end.ToUnixTimeMilliseconds()) : meta.SetNull("end_time");
        var files = new ArtifactFolder([
            KeyValuePair.Create(StoreLayout.Meta, (ReadOnlyMemory<byte>)meta.ToBytes()),
            .. run.Params.Select(p => Text($"params/{p.Key}", p.Value)),
            .. run.Metrics.Select(m => Text($"metrics/{m.Key}", string.Concat(m.Value.Select(MetricLine)))),
            .. tags.Select(t => Text($"tags/{t.Key}", t.Value)),
        ]);
        return files.WithFolder(ArtifactsName, artifacts);
    }

    public static Run Read(string folder, string experiment)
    {
        var meta = YamlMap.Load(Path.Combine(folder, StoreLayout.Meta));
        return new Run
        {
            Id = meta.Get("run_id"),
            Experiment = experiment,
            Name = meta.Find("run_name") ?? "",
            Status = (RunStatus)meta.GetNumber("status"),
            StartTime = meta.FindTime("start_time") ?? DateTimeOffset.UnixEpoch,
            EndTime = meta.FindTime("end_time"),
            Params = ReadTexts(Path.Combine(folder, "params")),
            Metrics = ReadTexts(Path.Combine(folder, "metrics")).ToDictionary(
                m => m.Key,
                IReadOnlyList<MetricPoint> (m) => ParseMetric(m.Value, Path.Combine(folder, "metrics", m.Key))),
            Tags = ReadTexts(Path.Combine(folder, "tags")),
        };
    }

    /// <summary>Whether the folder holds a finished run, not deleted, with exactly these artifacts.</summary>
    public static bool IsRecorded(string folder, ArtifactFolder artifacts)
    {
        try
        {
            var meta = YamlMap.Load(Path.Combine(folder, StoreLayout.Meta));
            return meta.GetNumber("status") != (int)RunStatus.Running && meta.Find("lifecycle_stage") is "active" or null
                && StoreLayout.Read(Artifacts(folder), path => !(Registration.IsOfModel(path) && ArtifactFolder.IsTrace(path)))
                    .ContentEquals(artifacts);
        }
        catch (RegistryException e) when (e.Problem == RegistryProblem.Corrupt)
        {
            return false; // The run is incomplete; the caller replaces it.
        }
    }

    /// <summary>The small text files under a folder, by relative path. MLflow's params, tags and aliases are stored this
    /// way.</summary>
    public static IReadOnlyDictionary<string, string> ReadTexts(string folder)
    {
        var files = StoreLayout.Read(folder);
        return files.Paths.ToDictionary(path => path, path => Encoding.UTF8.GetString(files[path].Span));
    }

    // "timestamp value step"; NaN, Infinity and -Infinity read back in Python's float().
    private static string MetricLine(MetricPoint point) =>
        string.Create(CultureInfo.InvariantCulture, $"{point.Time.ToUnixTimeMilliseconds()} {point.Value:R} {point.Step}\n");

    private static MetricPoint[] ParseMetric(string text, string path) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => ParsePoint(line)
            ?? throw new RegistryException(RegistryProblem.Corrupt,
                $"{path} cannot be read: '{line}' is not 'timestamp value step'. Restore the file from a copy."))];

    // Old stores have no step.
    private static MetricPoint? ParsePoint(string line) =>
        line.TrimEnd().Split(' ') is [var time, var value, .. { Length: <= 1 } rest]
        && TryParse(time, out long milliseconds) && YamlMap.TimeFrom(milliseconds) is { } at
        && TryParse(value, out double number) && TryParse(rest is [var last] ? last : "0", out long step)
            ? new MetricPoint(number, at, step)
            : null;

    // MLflow's tools write Python's inf and nan.
    private static bool TryParse(string text, out double value)
    {
        value = text switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => 0 };
        return value != 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParse(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static KeyValuePair<string, ReadOnlyMemory<byte>> Text(string path, string text) =>
        new(path, Encoding.UTF8.GetBytes(text));
}
