using System.Text.Json.Nodes;

namespace Volcast.MlflowStub.Routes;

/// <summary>Artifacts: through the proxy, and as the list of a run.</summary>
internal sealed class ArtifactRoutes(StubState state, StubOptions options)
{
    private const string Store = "/api/2.0/mlflow-artifacts/artifacts";
    private const string Multipart = "/api/2.0/mlflow-artifacts/mpu/";

    public IEnumerable<(string, string, Func<StubBody, StubAnswer>)> All => [("GET", "artifacts/list", List)];

    /// <summary>Answers requests for the paths of the store; null for any other path.</summary>
    public StubAnswer? Answer(StubRequest request)
    {
        if (request.Path.StartsWith(Multipart, StringComparison.Ordinal))
            throw new StubError(501, "NOT_IMPLEMENTED", "Multipart upload is not supported for the current artifact repository");
        if (request.Path == "/get-artifact")
        {
            var run = state.Runs.Find(r => r.Id == request.Query.GetValueOrDefault("run_id"))
                ?? throw StubError.Absent("Run not found");
            return Get($"{run.ArtifactRoot}/{Safe(request.Query.GetValueOrDefault("path", ""))}");
        }
        if (request.Path == Store)
            return request.Method == "GET"
                ? Listing(Files(Safe(request.Query.GetValueOrDefault("path", "")), ""))
                : StubAnswer.Html(405, "Method Not Allowed", "The method is not allowed for the requested URL.");
        if (!request.Path.StartsWith(Store + "/", StringComparison.Ordinal))
            return null;
        var path = Safe(request.Path[(Store.Length + 1)..]);
        return request.Method switch
        {
            "GET" => Get(path),
            "PUT" => Put(path, request),
            "DELETE" => Delete(path),
            _ => StubAnswer.Html(405, "Method Not Allowed", "The method is not allowed for the requested URL."),
        };
    }

    private StubAnswer List(StubBody body)
    {
        var run = RunRoutes.Get(state, body);
        var path = Safe(body.Text("path", isRequired: false));
        var files = Files(path.Length == 0 ? run.ArtifactRoot : $"{run.ArtifactRoot}/{path}", path.Length == 0 ? "" : path + "/");
        var answer = Pages.Of("files", files, body, int.MaxValue, options, file => file);
        var json = JsonNode.Parse(answer.Body)!.AsObject();
        json.Insert(0, "root_uri", $"mlflow-artifacts:/{run.ArtifactRoot}");
        return StubAnswer.Json(json);
    }

    private static StubAnswer Listing(IEnumerable<JsonObject> files)
    {
        JsonArray listed = [.. files];
        return StubAnswer.Json(listed.Count > 0 ? new JsonObject { ["files"] = listed } : []);
    }

    // Folders and files directly below a path, by name. An empty file has no size.
    private IEnumerable<JsonObject> Files(string folder, string prefix)
    {
        var inside = folder.Trim('/') + "/";
        foreach (var group in state.Artifacts.Where(file => file.Key.StartsWith(inside, StringComparison.Ordinal))
            .GroupBy(file => file.Key[inside.Length..].Split('/')[0]).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var isDir = group.First().Key != inside + group.Key;
            var file = new JsonObject { ["path"] = prefix + group.Key, ["is_dir"] = isDir };
            if (!isDir && group.First().Value.Length > 0)
                file["file_size"] = group.First().Value.Length;
            yield return file;
        }
    }

    private StubAnswer Get(string path) => state.Artifacts.TryGetValue(path, out var content)
        ? new StubAnswer(
            200, path.EndsWith(".txt", StringComparison.Ordinal) ? "text/plain" : "application/octet-stream", content)
        : throw new StubError(500, "INTERNAL_ERROR",
            $"The following failures occurred while downloading one or more artifacts from /srv/mlflow/artifacts:\n{path}");

    // The server stores nothing of a body without a length, and answers with success.
    private StubAnswer Put(string path, StubRequest request)
    {
        state.Artifacts[path] = request.IsChunked && options.Version == StubVersion.V3_6 ? [] : request.Body;
        return StubAnswer.Nothing;
    }

    private StubAnswer Delete(string path)
    {
        if (options.Version == StubVersion.V2_12)
            return StubAnswer.Html(500, "Internal Server Error", "The server encountered an internal error and was unable to"
                + " complete your request. Either the server is overloaded or there is an error in the application.");
        state.Artifacts.Remove(path);
        return StubAnswer.Nothing;
    }

    // The path is decoded repeatedly until nothing changes, as the server does before it checks for "..".
    private static string Safe(string path)
    {
        for (var decoded = Uri.UnescapeDataString(path); decoded != path; decoded = Uri.UnescapeDataString(path))
            path = decoded;
        return path.StartsWith('/') || path.Split('/').Contains("..") ? throw StubError.Invalid("Invalid path") : path;
    }
}
