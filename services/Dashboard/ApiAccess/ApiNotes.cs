namespace Volcast.Services.Dashboard.ApiAccess;

/// <summary>What has become of the requests of one page.</summary>
internal sealed class ApiNotes
{
    private readonly Lock gate = new();

    /// <summary>Why the API does not answer, as a sentence; null where it has answered everything.</summary>
    public string? Outage { get; private set; }

    /// <summary>When the oldest document was received; null where there is none.</summary>
    public DateTimeOffset? OldestDocument { get; private set; }

    /// <summary>Whether an earlier document stands in place of one that the API does not send.</summary>
    public bool HasEarlierDocument { get; private set; }

    /// <summary>Why the API could not refresh a document; null where it could.</summary>
    public string? StaleReason { get; private set; }

    /// <summary>Whether the API refused the key, or asked for one.</summary>
    public bool IsUnauthorized { get; private set; }

    public void Add<T>(ApiAnswer<T> answer) where T : class
    {
        lock (gate)
        {
            Outage ??= answer.Outage;
            HasEarlierDocument |= answer is { Outage: not null, Document: not null };
            StaleReason ??= answer.StaleReason;
            IsUnauthorized |= answer.Refusal?.Status == StatusCodes.Status401Unauthorized;
            if (answer.Document is not null && !(answer.ReceivedAt >= OldestDocument))
                OldestDocument = answer.ReceivedAt;
        }
    }
}
