namespace Volcast.Registry;

/// <summary>What kind of trouble a <see cref="RegistryException"/> tells of, for callers that act on it.</summary>
public enum RegistryProblem
{
    /// <summary>A name, tag, value or path breaks MLflow's rules; nothing was written.</summary>
    Invalid,

    /// <summary>The model, version, run or artifact asked for is not there.</summary>
    NotFound,

    /// <summary>The model exists but nothing bears this alias.</summary>
    AliasMissing,

    /// <summary>A file of the registry cannot be understood.</summary>
    Corrupt,

    /// <summary>An artifact's content is not what was registered.</summary>
    Tampered,

    /// <summary>Another process holds the registry's lock.</summary>
    Busy,

    /// <summary>The disk refused a read or a write.</summary>
    Storage,
}

/// <summary>Trouble with the registry; the message says what happened, where, and what to do.</summary>
public sealed class RegistryException(RegistryProblem problem, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public RegistryProblem Problem { get; } = problem;
}
