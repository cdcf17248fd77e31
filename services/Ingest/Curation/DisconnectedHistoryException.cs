namespace Volcast.Services.Ingest.Curation;

/// <summary>Two stretches of bars share no session, so no return can be measured from one to the other inside a single
/// download.</summary>
internal sealed class DisconnectedHistoryException(DateOnly lastBefore, DateOnly firstAfter) : Exception(
    $"the bars up to {lastBefore:yyyy-MM-dd} and those from {firstAfter:yyyy-MM-dd} on share no session, "
    + "so no return can be measured between them");
