namespace Volcast.Hosting.Keys;

/// <summary>The file of the API keys, or that of their last uses, is damaged or cannot be read or written.</summary>
/// <param name="message">Names the file and what to do.</param>
/// <param name="cause">What happened.</param>
public sealed class KeyFileException(string message, Exception cause) : IOException(message, cause);
