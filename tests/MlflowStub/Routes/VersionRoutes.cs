using System.Text.Json.Nodes;

namespace Volcast.MlflowStub.Routes;

/// <summary>The routes <c>model-versions/…</c>. Only those responses have aliases that had them in the recordings.</summary>
internal sealed class VersionRoutes(StubState state, StubOptions options)
{
    private static readonly string[] Stages = ["None", "Staging", "Production", "Archived"];

    public IEnumerable<(string, string, Func<StubBody, StubAnswer>)> All =>
    [
        ("POST", "model-versions/create", Create),
        ("GET", "model-versions/get", body => Reply(body)),
        ("GET", "model-versions/get-download-uri", body =>
            StubAnswer.Json(new JsonObject { ["artifact_uri"] = Resolve(Get(state, body).Source) })),
        ("GET", "model-versions/search", Search),
        ("PATCH", "model-versions/update", body =>
        {
            Touched(Get(state, body), version => version.Description = body.Text("description", isRequired: false));
            return Reply(body);
        }),
        ("POST", "model-versions/set-tag", body => Nothing(Touched(Get(state, body), version =>
            version.Tags.Set(body.Text("key"), body.Text("value", isRequired: false))))),
        ("DELETE", "model-versions/delete-tag", body => Nothing(Touched(Get(state, body), version =>
            version.Tags.Remove(body.Text("key"))))),
        ("DELETE", "model-versions/delete", Delete),
        ("POST", "model-versions/transition-stage", Transition),
    ];

    public static StubModelVersion Get(StubState state, StubBody body)
    {
        var (name, version) = (body.Text("name"), body.Text("version"));
        return state.Models.Find(model => model.Name == name)?.Versions.Find(v => $"{v.Number}" == version)
            ?? throw StubError.Absent($"Model Version (name={name}, version={version}) not found");
    }

    public static JsonObject Json(StubModel model, StubModelVersion version, bool withAliases)
    {
        var json = new JsonObject
        {
            ["name"] = model.Name,
            ["version"] = $"{version.Number}",
            ["creation_timestamp"] = version.Created,
            ["last_updated_timestamp"] = version.Updated,
            ["current_stage"] = version.Stage,
            ["description"] = version.Description,
            ["source"] = version.Source,
            ["run_id"] = version.RunId,
            ["status"] = "READY",
        };
        if (version.Tags.Items.Count > 0)
            json["tags"] = version.Tags.ToJson();
        json["run_link"] = "";
        var aliases = model.Aliases.Where(alias => alias.Value == version.Number).Select(alias => (JsonNode)alias.Key).ToArray();
        if (withAliases && aliases.Length > 0)
            json["aliases"] = new JsonArray(aliases);
        return json;
    }

    private StubAnswer Create(StubBody body)
    {
        var (name, source, runId) = (body.Text("name"), body.Text("source"), body.Text("run_id", isRequired: false));
        if (source.StartsWith("file:", StringComparison.Ordinal) || source.StartsWith('/'))
            throw StubError.Invalid($"Invalid model version source: '{source}'. To use a local path as a model version source,"
                + " the run_id request parameter has to be specified and the local path has to be contained within the artifact"
                + " directory of the run specified by the run_id.");
        var model = ModelRoutes.Get(state, body);
        var made = new StubModelVersion(++model.LastNumber, source, runId, state.Tick())
        {
            Description = body.Text("description", isRequired: false),
        };
        foreach (var (key, value) in body.Tags())
            made.Tags.Set(key, value);
        model.Versions.Add(made);
        model.Updated = state.Tick();
        return StubAnswer.Json(new JsonObject { ["model_version"] = Json(model, made, withAliases: false) });
    }

    private StubAnswer Search(StubBody body) => Pages.Of("model_versions",
        state.Models.SelectMany(model => model.Versions.Select(version => (Model: model, Version: version)))
            .Where(held => StubFilter.Passes(body.Text("filter", isRequired: false), (kind, key) => (kind, key) switch
            {
                ("tags", _) => held.Version.Tags[key],
                (_, "name") => held.Model.Name,
                (_, "run_id") => held.Version.RunId,
                _ => throw StubError.Invalid($"Invalid attribute key '{key}' specified."),
            }))
            .OrderBy(held => body.Text("order_by", isRequired: false) == "version_number DESC" ? -held.Version.Number : 0),
        body, 10_000, options, held => Json(held.Model, held.Version, withAliases: false));

    private StubAnswer Delete(StubBody body)
    {
        var version = Get(state, body);
        var model = ModelRoutes.Get(state, body);
        model.Versions.Remove(version);
        foreach (var alias in model.Aliases.Where(alias => alias.Value == version.Number).Select(alias => alias.Key).ToList())
            model.Aliases.Remove(alias);
        model.Updated = state.Tick();
        return StubAnswer.Nothing;
    }

    private StubAnswer Transition(StubBody body)
    {
        var version = Get(state, body);
        var stage = Stages.FirstOrDefault(known => known.Equals(body.Text("stage"), StringComparison.OrdinalIgnoreCase))
            ?? throw StubError.Invalid(
                $"Invalid Model Version stage: {body.Text("stage")}. Value must be one of None, Staging, Production, Archived.");
        var model = ModelRoutes.Get(state, body);
        if (body.Flag("archive_existing_versions"))
            foreach (var other in model.Versions.Where(other => other != version && other.Stage == stage))
                Touched(other, archived => archived.Stage = "Archived");
        Touched(version, moved => moved.Stage = stage);
        return StubAnswer.Json(new JsonObject { ["model_version"] = Json(model, version, withAliases: true) });
    }

    private StubAnswer Reply(StubBody body) => StubAnswer.Json(new JsonObject
    {
        ["model_version"] = Json(ModelRoutes.Get(state, body), Get(state, body), withAliases: false),
    });

    // models:/NAME/VERSION means that version's source.
    private string Resolve(string source)
    {
        if (source.StartsWith("models:/", StringComparison.Ordinal)
            && source["models:/".Length..].Split('/') is [var name, var number])
            return Resolve(state.Models.Find(model => model.Name == name)?.Versions.Find(v => $"{v.Number}" == number)?.Source
                ?? throw StubError.Absent($"Model Version (name={name}, version={number}) not found"));
        return source;
    }

    private StubModelVersion Touched(StubModelVersion version, Action<StubModelVersion> change)
    {
        change(version);
        version.Updated = state.Tick();
        return version;
    }

    private static StubAnswer Nothing(StubModelVersion _) => StubAnswer.Nothing;
}
