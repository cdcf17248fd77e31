namespace Volcast.Services.Ingest.Curation;

/// <summary>Two runs of bars share no session, so no return from one to the other can be measured inside a single
/// download.</summary>
internal sealed class DisconnectedHistoryException(DateOnly lastBefore, DateOnly firstAfter) : Exception(
    $"the bars up to {lastBefore:yyyy-MM-dd} and those from {firstAfter:yyyy-MM-dd} on share no session, "
    + "so no return can be measured between them");
