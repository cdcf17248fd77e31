namespace Volcast.MlflowStub;

/// <summary>The server version to imitate, where the recorded servers differ.</summary>
public enum StubVersion
{
    V2_12,
    V3_6,
}

/// <summary>The configuration of a stub server.</summary>
public sealed record StubOptions
{
    public StubVersion Version { get; init; } = StubVersion.V3_6;

    /// <summary>The token that requests need; null if none is needed.</summary>
    public string? Token { get; init; }

    /// <summary>User name and password of basic authentication, separated by a colon; null if none is needed.</summary>
    public string? UserAndPassword { get; init; }

    /// <summary>The host names that a 3.6 server accepts; it refuses others with 403.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = ["localhost", "127.0.0.1"];

    /// <summary>Where new experiments keep their artifacts; the Default experiment keeps them behind the proxy.</summary>
    public string ArtifactRoot { get; init; } = "mlflow-artifacts:";

    /// <summary>The largest page, even if a request asks for more items.</summary>
    public int LargestPage { get; init; } = int.MaxValue;

    /// <summary>Gives the ids of new runs; by default they are numbered.</summary>
    public Func<string>? NewRunId { get; init; }

    /// <summary>Gives the names of runs that were created without one.</summary>
    public Func<string>? NewRunName { get; init; }

    /// <summary>The base path of the stub, such as <c>/tracking</c>; empty for the root.</summary>
    public string BasePath { get; init; } = "";
}
