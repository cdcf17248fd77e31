namespace Volcast.Bench;

/// <summary>A benchmark cannot be run, or what it measured does not compute what it claims; the message says which.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
