namespace Volcast.MlflowStub;

/// <summary>Whose manners the stub has, where recorded servers differ.</summary>
public enum StubVersion
{
    V2_12,
    V3_6,
}

/// <summary>How a stub server is set up.</summary>
public sealed record StubOptions
{
    public StubVersion Version { get; init; } = StubVersion.V3_6;

    /// <summary>The token that requests must bear; null when anybody may ask.</summary>
    public string? Token { get; init; }

    /// <summary>User name and password of basic authentication, with a colon between; null when anybody may ask.</summary>
    public string? UserAndPassword { get; init; }

    /// <summary>The names under which a 3.6 server lets itself be addressed; it refuses others with 403.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = ["localhost", "127.0.0.1"];

    /// <summary>The most items of one page, however many are asked for.</summary>
    public int LargestPage { get; init; } = int.MaxValue;

    /// <summary>Ids of new runs; counted by default.</summary>
    public Func<string>? NewRunId { get; init; }

    /// <summary>Names of runs that were given none.</summary>
    public Func<string>? NewRunName { get; init; }

    /// <summary>Where the stub is mounted, such as <c>/tracking</c>; empty for the root.</summary>
    public string BasePath { get; init; } = "";
}
