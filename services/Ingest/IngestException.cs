namespace Volcast.Services.Ingest;

/// <summary>Ingest could not bring in all that was asked for; the message names each symbol with its cause. What came is
/// kept.</summary>
public sealed class IngestException(string message) : Exception(message);
