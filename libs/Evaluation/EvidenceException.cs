namespace Volcast.Evaluation;

/// <summary>An evidence folder is damaged or not what it says; the message names the file, the place and what to do.</summary>
public sealed class EvidenceException(string message, Exception? cause = null) : Exception(message, cause);
