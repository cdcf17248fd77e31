namespace Volcast.Registry;

/// <summary>The kind of a <see cref="RegistryException"/>, for callers that handle it.</summary>
public enum RegistryProblem
{
    /// <summary>A name, tag, value, path or setting is invalid; nothing was written.</summary>
    Invalid,

    /// <summary>The model, version, run or artifact does not exist.</summary>
    NotFound,

    /// <summary>The model exists, but no version has this alias.</summary>
    AliasMissing,

    /// <summary>A file of the registry cannot be read.</summary>
    Corrupt,

    /// <summary>An artifact differs from the registered one, or did not arrive completely.</summary>
    Tampered,

    /// <summary>Another tool registered the version, so its files cannot be verified.</summary>
    Foreign,

    /// <summary>Another process holds the registry's lock, or the server rate-limits requests.</summary>
    Busy,

    /// <summary>The disk refused a read or a write.</summary>
    Storage,

    /// <summary>The thing to create exists already.</summary>
    AlreadyExists,

    /// <summary>The server cannot be reached, does not answer in time or fails.</summary>
    Unreachable,

    /// <summary>The server does not accept the credentials, or does not allow this to their owner.</summary>
    Unauthorized,

    /// <summary>The server understood the request and refused it.</summary>
    Refused,

    /// <summary>Another client has moved the alias in the meantime; that client's version stays champion.</summary>
    Overtaken,

    /// <summary>The response does not follow MLflow's protocol.</summary>
    Protocol,
}

/// <summary>The registry cannot do what was requested; the message says what happened, where, and what to do.</summary>
public class RegistryException(RegistryProblem problem, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public RegistryProblem Problem { get; } = problem;
}
