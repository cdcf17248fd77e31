namespace Volcast.Drift;

/// <summary>What a check of drift concludes; the table <c>monitoring</c> has the same names.</summary>
public enum DriftStatus
{
    /// <summary>No more change than chance explains.</summary>
    Ok,

    /// <summary>A change that chance explains, though not often.</summary>
    Warning,

    /// <summary>A change that chance hardly explains.</summary>
    Failed,

    /// <summary>Too few values for a conclusion.</summary>
    Insufficient,
}
