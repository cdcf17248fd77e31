using System.Text.Json.Nodes;

namespace Volcast.MlflowStub.Routes;

/// <summary>The routes <c>experiments/…</c>.</summary>
internal sealed class ExperimentRoutes
{
    private readonly StubState state;
    private readonly StubOptions options;

    public ExperimentRoutes(StubState state, StubOptions options)
    {
        (this.state, this.options) = (state, options);
        state.Experiments.Add(new StubExperiment("0", "Default", state.Tick()));
    }

    public IEnumerable<(string, string, Func<StubBody, StubAnswer>)> All =>
    [
        ("POST", "experiments/create", Create),
        ("GET", "experiments/get-by-name", body => Reply(state.Experiments.Find(e => e.Name == body.Text("experiment_name"))
            ?? throw StubError.Absent($"Could not find experiment with name '{body.Text("experiment_name")}'"))),
        ("GET", "experiments/get", body => Reply(Get(state, body.Text("experiment_id")))),
        ("POST", "experiments/search", Search),
        ("POST", "experiments/set-experiment-tag", body => Change(body, e =>
            e.Tags.Set(body.Text("key"), body.Text("value", false)))),
        ("POST", "experiments/update", body => Change(body, e => e.Name = body.Text("new_name"))),
        ("POST", "experiments/delete", body => Change(body, e => Mark(e, isDeleted: true))),
        ("POST", "experiments/restore", body => Change(body, e => Mark(e, isDeleted: false))),
    ];

    public static StubExperiment Get(StubState state, string id) => state.Experiments.Find(e => e.Id == id)
        ?? throw StubError.Absent($"No Experiment with id={id} exists");

    private StubAnswer Create(StubBody body)
    {
        var name = body.Text("name");
        if (state.Experiments.Exists(e => e.Name == name))
            throw StubError.Exists($"Experiment(name={name}) already exists.");
        var made = new StubExperiment($"{state.Experiments.Count}", name, state.Tick());
        foreach (var (key, value) in body.Tags())
            made.Tags.Set(key, value);
        state.Experiments.Add(made);
        return StubAnswer.Json(new JsonObject { ["experiment_id"] = made.Id });
    }

    private StubAnswer Search(StubBody body)
    {
        if (body.Number("max_results") is not > 0)
            throw StubError.Invalid("Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer");
        var view = body.Text("view_type", isRequired: false);
        return Pages.Of("experiments",
            state.Experiments.Where(e => view == "ALL" || e.IsDeleted == (view == "DELETED_ONLY"))
                .Where(e => StubFilter.Passes(body.Text("filter", false), (kind, key) =>
                    kind == "tags" ? e.Tags[key]
                    : key == "name" ? e.Name
                    : throw StubError.Invalid($"Invalid attribute key '{key}'")))
                .OrderByDescending(e => e.Created),
            body, 1000, options, Json);
    }

    private StubAnswer Change(StubBody body, Action<StubExperiment> change)
    {
        change(Get(state, body.Text("experiment_id")));
        return StubAnswer.Nothing;
    }

    private void Mark(StubExperiment experiment, bool isDeleted)
    {
        experiment.IsDeleted = isDeleted;
        experiment.Updated = state.Tick();
    }

    private StubAnswer Reply(StubExperiment experiment) =>
        StubAnswer.Json(new JsonObject { ["experiment"] = Json(experiment) });

    private JsonObject Json(StubExperiment experiment)
    {
        var json = new JsonObject
        {
            ["experiment_id"] = experiment.Id,
            ["name"] = experiment.Name,
            ["artifact_location"] = $"{(experiment.Id == "0" ? "mlflow-artifacts:" : options.ArtifactRoot)}/{experiment.Id}",
            ["lifecycle_stage"] = experiment.IsDeleted ? "deleted" : "active",
            ["last_update_time"] = experiment.Updated,
            ["creation_time"] = experiment.Created,
        };
        if (experiment.Tags.Items.Count > 0)
            json["tags"] = experiment.Tags.ToJson();
        return json;
    }
}
