using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Volcast.MlflowStub.Routes;

/// <summary>The routes <c>registered-models/…</c>.</summary>
internal sealed partial class ModelRoutes(StubState state, StubOptions options)
{
    public IEnumerable<(string, string, Func<StubBody, StubAnswer>)> All =>
    [
        ("POST", "registered-models/create", Create),
        ("GET", "registered-models/get", body => Reply(Get(state, body))),
        ("GET", "registered-models/search", body => Pages.Of("registered_models",
            state.Models.Where(model => StubFilter.Passes(body.Text("filter", isRequired: false), (kind, key) =>
                    kind == "tags" ? model.Tags[key]
                    : key == "name" ? model.Name
                    : throw StubError.Invalid($"Invalid attribute key '{key}'")))
                .OrderBy(model => model.Name, StringComparer.Ordinal),
            body, 100, options, Json)),
        ("PATCH", "registered-models/update", body => Reply(Touched(Get(state, body), model =>
            model.Description = body.Text("description", isRequired: false)))),
        ("POST", "registered-models/rename", Rename),
        ("DELETE", "registered-models/delete", body =>
        {
            state.Models.Remove(Get(state, body));
            return StubAnswer.Nothing;
        }),
        ("POST", "registered-models/set-tag", body => Nothing(Touched(Get(state, body), model =>
            model.Tags.Set(body.Text("key"), body.Text("value", isRequired: false))))),
        ("DELETE", "registered-models/delete-tag", body => Nothing(Touched(Get(state, body), model =>
            model.Tags.Remove(body.Text("key"))))),
        ("POST", "registered-models/alias", SetAlias),
        ("GET", "registered-models/alias", FindAlias),
        ("DELETE", "registered-models/alias", body => Nothing(Touched(Get(state, body), model =>
            model.Aliases.Remove(body.Text("alias"))))),
        ("POST", "registered-models/get-latest-versions", Latest),
        ("GET", "registered-models/get-latest-versions", Latest),
    ];

    public static StubModel Get(StubState state, StubBody body)
    {
        var name = body.Text("name");
        return state.Models.Find(model => model.Name == name)
            ?? throw StubError.Absent($"Registered Model with name={name} not found");
    }

    private StubAnswer Create(StubBody body)
    {
        var name = body.Text("name");
        if (state.Models.Exists(model => model.Name == name))
            throw StubError.Exists($"Registered Model (name={name}) already exists.");
        var made = new StubModel(name, state.Tick());
        if (body.Has("description"))
            made.Description = body.Text("description", isRequired: false);
        foreach (var (key, value) in body.Tags())
            made.Tags.Set(key, value);
        state.Models.Add(made);
        return Reply(made);
    }

    private StubAnswer Rename(StubBody body)
    {
        var model = Get(state, body);
        var name = body.Text("new_name");
        if (state.Models.Exists(other => other.Name == name))
            throw StubError.Exists($"Registered Model (name={name}) already exists.");
        return Reply(Touched(model, _ => model.Name = name));
    }

    private StubAnswer SetAlias(StubBody body)
    {
        var alias = body.Text("alias");
        if (!Alias().IsMatch(alias))
            throw StubError.Invalid($"Invalid alias name: '{alias}'. Names may only contain alphanumerics, underscores (_), and"
                + " dashes (-).");
        if (alias.Equals("latest", StringComparison.OrdinalIgnoreCase))
            throw StubError.Invalid("'latest' alias name (case insensitive) is reserved.");
        if (VersionLike().IsMatch(alias))
            throw StubError.Invalid($"Version alias name '{alias}' is reserved.");
        var model = Get(state, body);
        var version = VersionRoutes.Get(state, body);
        model.Aliases[alias] = version.Number;
        return Nothing(Touched(model, _ => { }));
    }

    private StubAnswer FindAlias(StubBody body)
    {
        var model = Get(state, body);
        var alias = body.Text("alias");
        if (!model.Aliases.TryGetValue(alias, out var number))
            throw StubError.Invalid($"Registered model alias {alias} not found.");
        var version = model.Versions.Find(v => v.Number == number)
            ?? throw StubError.Absent($"Model Version (name={model.Name}, version={number}) not found");
        return StubAnswer.Json(new JsonObject { ["model_version"] = VersionRoutes.Json(model, version, withAliases: true) });
    }

    private StubAnswer Latest(StubBody body)
    {
        var model = Get(state, body);
        var stages = body.Texts("stages");
        return StubAnswer.Json(new JsonObject
        {
            ["model_versions"] = new JsonArray([.. LatestOf(model).Where(v => stages.Count == 0 || stages.Contains(v.Stage))
                .Select(v => VersionRoutes.Json(model, v, withAliases: options.Version == StubVersion.V3_6))]),
        });
    }

    // The newest of each stage.
    private static IEnumerable<StubModelVersion> LatestOf(StubModel model) => model.Versions
        .GroupBy(version => version.Stage).Select(stage => stage.MaxBy(version => version.Number)!)
        .OrderBy(version => version.Number);

    private StubModel Touched(StubModel model, Action<StubModel> change)
    {
        change(model);
        model.Updated = state.Tick();
        return model;
    }

    private static StubAnswer Nothing(StubModel _) => StubAnswer.Nothing;

    private static StubAnswer Reply(StubModel model) => StubAnswer.Json(new JsonObject { ["registered_model"] = Json(model) });

    private static JsonObject Json(StubModel model)
    {
        var json = new JsonObject
        {
            ["name"] = model.Name,
            ["creation_timestamp"] = model.Created,
            ["last_updated_timestamp"] = model.Updated,
        };
        if (model.Description is { } description)
            json["description"] = description;
        if (model.Versions.Count > 0)
            json["latest_versions"] =
                new JsonArray([.. LatestOf(model).Select(version => VersionRoutes.Json(model, version, withAliases: false))]);
        if (model.Tags.Items.Count > 0)
            json["tags"] = model.Tags.ToJson();
        if (model.Aliases.Count > 0)
            json["aliases"] = new JsonArray([.. model.Aliases.Select(alias =>
                new JsonObject { ["alias"] = alias.Key, ["version"] = $"{alias.Value}" })]);
        return json;
    }

    [GeneratedRegex(@"^[\w-]+\z")]
    private static partial Regex Alias();

    [GeneratedRegex(@"^[vV]\d+\z")]
    private static partial Regex VersionLike();
}
