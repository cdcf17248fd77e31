namespace Volcast.Bench;

/// <summary>A benchmark cannot run, or the two programs that it compares do not compute the same numbers; the message says
/// which.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
