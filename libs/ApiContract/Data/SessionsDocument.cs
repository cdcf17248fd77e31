namespace Volcast.ApiContract.Data;

/// <summary>The sessions of one year, and what the lake holds of each, for a target and its companion symbols.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="DataKind">REAL or SIMULATED.</param>
/// <param name="Year">The calendar year.</param>
/// <param name="NewestSettled">The newest session that has settled by the clock; later ones are not listed.</param>
/// <param name="Series">Each symbol's sessions.</param>
public sealed record SessionsDocument(
    string Symbol, string DataKind, int Year, DateOnly NewestSettled, IReadOnlyList<SeriesSessionsDocument> Series);

/// <summary>One symbol's sessions of the year.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="First">The first session of all its bars; earlier ones are not listed.</param>
/// <param name="Last">The last session of all its bars.</param>
/// <param name="SessionStates">Ascending.</param>
public sealed record SeriesSessionsDocument(
    string Symbol, DateOnly First, DateOnly Last, IReadOnlyList<SessionStateDocument> SessionStates);

/// <summary>What the lake holds of one session.</summary>
/// <param name="Session">The session.</param>
/// <param name="IsHeld">Whether the lake has a bar; if not, it is missing.</param>
/// <param name="RevisedAt">When a later download than the first after its settlement changed or added the bar, UTC; null if none
/// did.</param>
/// <param name="RefusedRows">Rows of this session that validation has refused so far.</param>
/// <param name="HarmlessRows">Rows of this session with a harmless defect, such as an impossible bar of an index, of which the close
/// is used.</param>
/// <param name="Findings">What checks found about this session: the kinds of its findings, open and accepted.</param>
public sealed record SessionStateDocument(
    DateOnly Session, bool IsHeld, DateTimeOffset? RevisedAt, int RefusedRows, int HarmlessRows,
    IReadOnlyList<string> Findings);
