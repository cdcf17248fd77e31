using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Volcast.MlflowStub.Routes;

/// <summary>The routes <c>runs/log-…</c>, tags of runs, and histories of metrics.</summary>
internal sealed partial class LoggingRoutes(StubState state, StubOptions options)
{
    private const int LongestParam = 6000;
    private const int LongestTag = 5000;

    public IEnumerable<(string, string, Func<StubBody, StubAnswer>)> All =>
    [
        ("POST", "runs/log-parameter", body => Change(body, run => LogParam(run, body))),
        ("POST", "runs/log-metric", body => Change(body, run => LogMetric(run, body))),
        ("POST", "runs/log-batch", body => Change(body, run => LogBatch(run, body))),
        ("POST", "runs/set-tag", body => Change(body, run => SetTag(run, body))),
        ("POST", "runs/delete-tag", body => Change(body, run => run.Tags.Remove(body.Text("key")))),
        ("POST", "runs/log-model", body => Change(body, run => LogModel(run, body))),
        ("POST", "runs/log-inputs", body => Change(body, run =>
        {
            foreach (var dataset in body.Copy("datasets"))
                run.Datasets.Add(dataset!.DeepClone());
        })),
        ("GET", "metrics/get-history", History),
    ];

    public static JsonObject Json(StubMetric metric) => new()
    {
        ["key"] = metric.Key,
        ["value"] = double.IsNaN(metric.Value) ? "NaN" : metric.Value,
        ["timestamp"] = metric.Timestamp,
        ["step"] = metric.Step,
    };

    private StubAnswer Change(StubBody body, Action<StubRun> change)
    {
        var run = RunRoutes.Get(state, body);
        if (run.IsDeleted)
            throw StubError.Invalid($"The run {run.Id} must be in the 'active' state. Current state is deleted.");
        change(run);
        return StubAnswer.Nothing;
    }

    private static void LogParam(StubRun run, StubBody param)
    {
        RequireName(param.Text("key"));
        var (key, value) = (param.Text("key"), Cut(param.Text("value", isRequired: false), LongestParam));
        if (run.Params[key] is { } held && held != value)
            throw StubError.Invalid($"Changing param values is not allowed. Param with key='{key}' was already logged with"
                + $" value='{held}' for run ID='{run.Id}'. Attempted logging new value '{value}'.");
        run.Params.Set(key, value);
    }

    private static void LogMetric(StubRun run, StubBody metric)
    {
        var key = metric.Text("key");
        RequireName(key);
        var point = metric.HasBareNaN
            ? new StubMetric(key, 0, 0, 0)
            : new StubMetric(key, metric.Double("value"),
                metric.Number("timestamp") ?? throw StubError.Missing("timestamp"), metric.Number("step") ?? 0);
        if (!run.Metrics.Contains(point))
            run.Metrics.Add(point);
    }

    private static void SetTag(StubRun run, StubBody tag)
    {
        RequireName(tag.Text("key"));
        run.Tags.Set(tag.Text("key"), Cut(tag.Text("value", isRequired: false), LongestTag));
    }

    private static void LogBatch(StubRun run, StubBody body)
    {
        var (metrics, parameters, tags) = (body.Objects("metrics"), body.Objects("params"), body.Objects("tags"));
        RequireFew("metrics", metrics.Count, 1000);
        RequireFew("params", parameters.Count, 100);
        RequireFew("tags", tags.Count, 100);
        var twice = parameters.Select(param => param.Text("key")).GroupBy(key => key).Where(group => group.Count() > 1).ToList();
        if (twice.Count > 0)
            throw StubError.Invalid($"Duplicate parameter keys have been submitted: ['{twice[0].Key}'].");
        foreach (var param in parameters)
            LogParam(run, param);
        foreach (var metric in metrics)
            LogMetric(run, metric);
        foreach (var tag in tags)
            SetTag(run, tag);
    }

    private static void LogModel(StubRun run, StubBody body)
    {
        JsonObject model;
        try
        {
            model = JsonNode.Parse(body.Text("model_json"))!.AsObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw StubError.Invalid($"Malformed model info. \n {body.Text("model_json")} \n is not a valid JSON.");
        }
        foreach (var field in new[] { "run_id", "artifact_path", "flavors", "utc_time_created" })
            if (model[field] is null)
                throw StubError.Invalid($"Model json is missing mandatory fields: {{'{field}'}}");
        var history = JsonNode.Parse(run.Tags["mlflow.log-model.history"] ?? "[]")!.AsArray();
        history.Add(model);
        run.Tags.Set("mlflow.log-model.history", history.ToJsonString());
    }

    private StubAnswer History(StubBody body)
    {
        var run = RunRoutes.Get(state, body);
        var points = run.Metrics.Where(metric => metric.Key == body.Text("metric_key"));
        return Pages.Of("metrics", points, body, 25_000, options, Json);
    }

    private static void RequireName(string key)
    {
        if (!Name().IsMatch(key))
            throw StubError.Invalid($"Invalid value \"{key}\" for parameter 'name' supplied: Names may only contain"
                + " alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).");
    }

    private static void RequireFew(string kind, int count, int most)
    {
        if (count > most)
            throw StubError.Invalid($"A batch logging request can contain at most {most} {kind}. Got {count} {kind}. Please"
                + $" split up {kind} across multiple requests and try again.");
    }

    // A value that is too long is cut without an error.
    private static string Cut(string value, int longest) => value.Length <= longest ? value : value[..longest];

    [GeneratedRegex(@"^[/\w.\- :]*$")]
    private static partial Regex Name();
}
