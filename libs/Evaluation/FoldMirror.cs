namespace Volcast.Evaluation;

/// <summary>Keeps copies of fold files in another store, such as a bucket, so that a run can resume on another machine. A fold
/// file is named by a digest over everything that determines it, so two runs may copy the same one.</summary>
/// <param name="Load">The names and contents of a run's files.</param>
/// <param name="Store">Stores one file: the run, its name, its content. It is called by several threads.</param>
/// <param name="Remove">Deletes the files of a run.</param>
public sealed record FoldMirror(
    Func<string, IReadOnlyList<(string Name, byte[] Content)>> Load, Action<string, string, byte[]> Store, Action<string> Remove);
