namespace Volcast.Registry;

/// <summary>What kind of trouble a <see cref="RegistryException"/> tells of, for callers that act on it.</summary>
public enum RegistryProblem
{
    /// <summary>A name, tag, value, path or setting breaks the rules; nothing was written.</summary>
    Invalid,

    /// <summary>The model, version, run or artifact asked for is not there.</summary>
    NotFound,

    /// <summary>The model exists but nothing bears this alias.</summary>
    AliasMissing,

    /// <summary>A file of the registry cannot be understood.</summary>
    Corrupt,

    /// <summary>An artifact's content is not what was registered, or not all of it arrived.</summary>
    Tampered,

    /// <summary>Another process holds the registry's lock, or the server asks to come back later.</summary>
    Busy,

    /// <summary>The disk refused a read or a write.</summary>
    Storage,

    /// <summary>What was to be created is there already.</summary>
    AlreadyExists,

    /// <summary>The server cannot be reached, does not answer in time or fails.</summary>
    Unreachable,

    /// <summary>The server wants other credentials, or does not allow this to their owner.</summary>
    Unauthorized,

    /// <summary>The server understood the request and refuses it.</summary>
    Refused,

    /// <summary>What answers does not speak MLflow's protocol.</summary>
    Protocol,
}

/// <summary>Trouble with the registry; the message says what happened, where, and what to do.</summary>
public class RegistryException(RegistryProblem problem, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public RegistryProblem Problem { get; } = problem;
}
