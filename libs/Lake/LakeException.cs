namespace Volcast.Lake;

/// <summary>The lake cannot do what was asked; the message says what happened, to which object, and what to do.</summary>
public class LakeException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A table has nothing of a symbol: it was never written.</summary>
public sealed class MissingTableException(string table, string symbol, string producer)
    : LakeException($"The lake holds nothing of {symbol} in {table}. Run `volcast {producer}` first.")
{
    public string Table { get; } = table;
    public string Symbol { get; } = symbol;
}

/// <summary>A conditional put found another object than the one it expected: somebody else wrote in between.</summary>
public sealed class PutConditionException(string key)
    : LakeException($"{key} was changed by another writer. Nothing was written; run the command again.")
{
    public string Key { get; } = key;
}
