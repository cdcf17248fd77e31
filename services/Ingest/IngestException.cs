namespace Volcast.Services.Ingest;

/// <summary>Ingest failed for some symbols; the message names each with its cause. The data of the other symbols are
/// kept.</summary>
public sealed class IngestException(string message) : Exception(message);
