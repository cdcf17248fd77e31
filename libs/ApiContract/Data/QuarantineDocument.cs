namespace Volcast.ApiContract.Data;

/// <summary>A page of the rows of a target and its companion symbols that validation has refused, in whole or in part. Reasons
/// and cells come from vendors and files: show them as text only.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="DataKind">REAL or SIMULATED.</param>
/// <param name="Total">How many rows there are in all.</param>
/// <param name="Offset">How many rows precede this page.</param>
/// <param name="Next">The path of the next page; null on the last page.</param>
/// <param name="Rows">By symbol, the newest session first.</param>
public sealed record QuarantineDocument(
    string Symbol, string DataKind, int Total, int Offset, string? Next, IReadOnlyList<QuarantinedRowDocument> Rows);

/// <summary>One row that was refused, in whole or in part.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="Session">The row's session; null where it is no date.</param>
/// <param name="IsHarmless">Whether its defect is harmless, such as an impossible bar of an index, of which the close is used.</param>
/// <param name="Reason">Every check that the row fails, with the value found.</param>
/// <param name="RowKey">The row's key as text.</param>
/// <param name="Cells">The row as delivered: column → text, null where a value is missing.</param>
public sealed record QuarantinedRowDocument(
    string Symbol, DateOnly? Session, bool IsHarmless, string Reason, string RowKey, IReadOnlyDictionary<string, string?> Cells);
