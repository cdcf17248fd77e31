namespace Volcast.Evidence.Published;

/// <summary>An evidence folder is damaged or does not match its manifest. The message names the file, the place and the
/// remedy.</summary>
public sealed class EvidenceException(string message, Exception? cause = null) : Exception(message, cause);
