namespace Volcast.ApiContract.CommandLine;

/// <summary><c>volcast data list --json</c></summary>
/// <param name="Findings">By symbol and session.</param>
public sealed record DataFindingsDocument(IReadOnlyList<DataFindingDocument> Findings);

/// <summary>A finding about the data of one session.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="Session">The session; the first one if several are concerned.</param>
/// <param name="Kind">What was found, such as events_disagree.</param>
/// <param name="Detail">The finding with its numbers.</param>
/// <param name="Withheld">Whether the numbers are kept out of the lake until they are accepted.</param>
/// <param name="Status">open or accepted.</param>
/// <param name="Reason">Why they were accepted; null while the finding is open.</param>
/// <param name="AcceptedBy">Who accepted them; null while the finding is open.</param>
public sealed record DataFindingDocument(
    string Symbol, DateOnly Session, string Kind, string Detail, bool Withheld, string Status, string? Reason,
        string? AcceptedBy);
