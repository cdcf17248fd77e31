namespace Volcast.MlflowStub.Routes;

/// <summary>Maps method and path to a handler. As on the recorded servers, an unknown path gives a web page with 404 and another
/// method one with 405.</summary>
internal sealed class RouteTable
{
    private const string ApiRoot = "/api/2.0/mlflow/";

    private readonly Dictionary<(string Method, string Path), Func<StubBody, StubAnswer>> calls = [];
    private readonly ArtifactRoutes artifacts;
    private readonly StubVersion version;

    public RouteTable(StubState state, StubOptions options)
    {
        version = options.Version;
        artifacts = new ArtifactRoutes(state, options);
        Add(new ExperimentRoutes(state, options).All);
        Add(new RunRoutes(state, options).All);
        Add(new LoggingRoutes(state, options).All);
        Add(artifacts.All);
        Add(new ModelRoutes(state, options).All);
        Add(new VersionRoutes(state, options).All);
    }

    public StubAnswer Answer(StubRequest request)
    {
        try
        {
            if (request.Path == "/health")
                return new StubAnswer(200, "text/html; charset=utf-8", "OK");
            if (request.Path == "/version")
                return new StubAnswer(
                    200, "text/html; charset=utf-8", version == StubVersion.V3_6 ? "3.6.1.dev0" : "2.12.2.dev0");
            if (artifacts.Answer(request) is { } file)
                return file;
            if (calls.TryGetValue((request.Method, request.Path), out var call))
                return call(StubBody.Of(request, version));
            return calls.Keys.Any(known => known.Path == request.Path)
                ? StubAnswer.Html(405, "Method Not Allowed", "The method is not allowed for the requested URL.")
                : StubAnswer.Html(404, "Not Found", "The requested URL was not found on the server. If you entered the URL"
                    + " manually please check your spelling and try again.");
        }
        catch (StubError refused)
        {
            return refused.Answer;
        }
    }

    private void Add(IEnumerable<(string Method, string Route, Func<StubBody, StubAnswer> Call)> routes)
    {
        foreach (var (method, route, call) in routes)
            calls.Add((method, ApiRoot + route), call);
    }
}
