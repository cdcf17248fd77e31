using System.Text.Json.Nodes;

namespace Volcast.MlflowStub.Routes;

/// <summary>The routes <c>runs/…</c> that create, find and end runs.</summary>
internal sealed class RunRoutes(StubState state, StubOptions options)
{
    private static readonly string[] Statuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

    public IEnumerable<(string, string, Func<StubBody, StubAnswer>)> All =>
    [
        ("POST", "runs/create", Create),
        ("GET", "runs/get", body => StubAnswer.Json(new JsonObject { ["run"] = Json(Get(state, body), isWhole: true) })),
        ("POST", "runs/search", Search),
        ("POST", "runs/update", Update),
        ("POST", "runs/delete", body => Mark(body, isDeleted: true)),
        ("POST", "runs/restore", body => Mark(body, isDeleted: false)),
    ];

    public static StubRun Get(StubState state, StubBody body)
    {
        var id = body.Text("run_id");
        return state.Runs.Find(run => run.Id == id) ?? throw StubError.Absent($"Run with id={id} not found");
    }

    private StubAnswer Create(StubBody body)
    {
        var experiment = ExperimentRoutes.Get(state, body.Text("experiment_id", allowsNumber: true));
        if (experiment.IsDeleted)
            throw StubError.Invalid(
                $"The experiment {experiment.Id} must be in the 'active' state. Current state is deleted.");
        var name = body.Text("run_name", isRequired: false);
        var tags = body.Tags().ToList();
        var named = tags.Find(tag => tag.Key == "mlflow.runName").Value;
        if (name.Length > 0 && named is not null && named != name)
            throw StubError.Invalid("Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values"
                + $" (run_name='{name}', mlflow.runName='{named}').");
        var run = new StubRun(options.NewRunId?.Invoke() ?? $"{state.Runs.Count + 1:x32}", experiment.Id)
        {
            Name = name.Length > 0 ? name : named ?? options.NewRunName?.Invoke() ?? $"unnamed-{state.Runs.Count + 1}",
            User = body.Text("user_id", isRequired: false),
            StartTime = body.Number("start_time") ?? 0,
        };
        foreach (var (key, value) in tags)
            run.Tags.Set(key, value);
        run.Tags.Set("mlflow.runName", run.Name);
        state.Runs.Add(run);
        return StubAnswer.Json(new JsonObject { ["run"] = Json(run, isWhole: false) });
    }

    private StubAnswer Search(StubBody body)
    {
        var experiments = body.Texts("experiment_ids");
        var view = body.Text("run_view_type", isRequired: false);
        return Pages.Of("runs",
            state.Runs.Where(run => experiments.Contains(run.ExperimentId))
                .Where(run => view == "ALL" || run.IsDeleted == (view == "DELETED_ONLY"))
                .Where(run => StubFilter.Passes(body.Text("filter", isRequired: false), (kind, key) => Value(run, kind, key)))
                .OrderByDescending(run => run.StartTime).ThenBy(run => run.Id, StringComparer.Ordinal),
            body, 1000, options, run => Json(run, isWhole: true));
    }

    private static object? Value(StubRun run, string kind, string key) => kind switch
    {
        "tags" or "tag" => run.Tags[key],
        "params" => run.Params[key],
        "metrics" => Newest(run, key)?.Value,
        "attributes" when key == "run_id" => run.Id,
        "attributes" when key == "status" => run.Status,
        "attributes" when key == "run_name" => run.Name,
        _ => throw StubError.Invalid($"Invalid attribute key '{kind}.{key}' specified."),
    };

    private StubAnswer Update(StubBody body)
    {
        var run = Get(state, body);
        if (run.IsDeleted)
            throw StubError.Invalid($"The run {run.Id} must be in the 'active' state. Current state is deleted.");
        // An unknown status is ignored without an error.
        if (Statuses.Contains(body.Text("status", isRequired: false)))
            run.Status = body.Text("status");
        run.EndTime = body.Number("end_time") ?? run.EndTime;
        if (body.Text("run_name", isRequired: false) is { Length: > 0 } name)
        {
            run.Name = name;
            run.Tags.Set("mlflow.runName", name);
        }
        return StubAnswer.Json(new JsonObject { ["run_info"] = Info(run) });
    }

    private StubAnswer Mark(StubBody body, bool isDeleted)
    {
        Get(state, body).IsDeleted = isDeleted;
        return StubAnswer.Nothing;
    }

    private JsonObject Json(StubRun run, bool isWhole)
    {
        var data = new JsonObject();
        var newest = run.Metrics.Select(metric => metric.Key).Distinct().Select(key => LoggingRoutes.Json(Newest(run, key)!));
        if (run.Metrics.Count > 0)
            data["metrics"] = new JsonArray([.. newest]);
        if (run.Params.Items.Count > 0)
            data["params"] = run.Params.ToJson();
        if (run.Tags.Items.Count > 0)
            data["tags"] = run.Tags.ToJson();
        var json = new JsonObject { ["info"] = Info(run), ["data"] = data };
        if (isWhole || options.Version == StubVersion.V3_6)
            json["inputs"] = run.Datasets.Count > 0
                ? new JsonObject { ["dataset_inputs"] = run.Datasets.DeepClone() }
                : new JsonObject();
        if (isWhole && options.Version == StubVersion.V3_6)
            json["outputs"] = new JsonObject();
        return json;
    }

    private static StubMetric? Newest(StubRun run, string key) => run.Metrics.Where(metric => metric.Key == key)
        .OrderBy(metric => metric.Step).ThenBy(metric => metric.Timestamp).LastOrDefault();

    private static JsonObject Info(StubRun run)
    {
        var json = new JsonObject
        {
            ["run_uuid"] = run.Id,
            ["experiment_id"] = run.ExperimentId,
            ["run_name"] = run.Name,
            ["user_id"] = run.User,
            ["status"] = run.Status,
            ["start_time"] = run.StartTime,
        };
        if (run.EndTime is { } end)
            json["end_time"] = end;
        json["artifact_uri"] = $"mlflow-artifacts:/{run.ArtifactRoot}";
        json["lifecycle_stage"] = run.IsDeleted ? "deleted" : "active";
        json["run_id"] = run.Id;
        return json;
    }
}
