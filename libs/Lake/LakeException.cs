using Volcast.Market;

namespace Volcast.Lake;

/// <summary>The lake cannot do what was requested; the message says what happened, to which object, and what to do.</summary>
public class LakeException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A table has no rows of a symbol, because it was never written.</summary>
public sealed class MissingTableException(string table, string symbol, string producer)
    : LakeException($"The lake holds nothing of {symbol} in {table}. Run `volcast {producer}` first.")
{
    public string Table { get; } = table;
    public string Symbol { get; } = symbol;
}

/// <summary>A conditional put found another object than the expected one: another writer has put it.</summary>
public sealed class PutConditionException(string key)
    : LakeException($"{key} was changed by another writer. This put changed nothing; run the command again.")
{
    public string Key { get; } = key;
}

/// <summary>Another writer has committed after this one read the table. Nothing of this commit is visible to readers.</summary>
public sealed class CommitConflictException(string table, Symbol symbol)
    : LakeException(
        $"Another run has changed {table} of {symbol} since this run read it. This run's rows were not committed; run the "
        + "command again.");

/// <summary>The store refused the manifest because another writer has put a newer one. The store's client may have sent the
/// request twice, so this commit may have taken effect before the newer one, which then builds on it.</summary>
public sealed class CommitUncertainException(string table, Symbol symbol)
    : LakeException(
        $"Another run has changed {table} of {symbol} while this run committed. It is not known whether this run's rows were "
        + "committed before. Run the command again; rows that are stored already are not stored twice.");

/// <summary>The lease of a symbol ended before the commit. Nothing of this commit is visible to readers.</summary>
public sealed class LeaseLostException(string table, Symbol symbol)
    : LakeException(
        $"This run was interrupted for so long that its right to write {symbol} expired. Its rows of {table} were not committed; "
        + "run the command again.");
