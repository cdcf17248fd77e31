namespace Volcast.ApiContract.CommandLine;

/// <summary><c>volcast verify --json</c></summary>
/// <param name="IsSound">Whether no error was found; warnings do not count.</param>
/// <param name="FileCount">Files that were checked.</param>
/// <param name="RowCount">Rows that were checked.</param>
/// <param name="Findings">Errors and warnings.</param>
public sealed record VerificationDocument(
    bool IsSound, int FileCount, long RowCount, IReadOnlyList<FindingDocument> Findings);

/// <summary>Something wrong with the lake.</summary>
/// <param name="Severity">error or warning.</param>
/// <param name="Path">The file, relative to the lake.</param>
/// <param name="Check">Which check failed, such as digest or calendar.</param>
/// <param name="Detail">What is wrong and what to do.</param>
public sealed record FindingDocument(string Severity, string Path, string Check, string Detail);
