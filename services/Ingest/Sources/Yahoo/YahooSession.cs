namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>What Yahoo knows its visitor by. The first session is empty: the chart endpoint mostly asks for none.</summary>
/// <param name="Number">Counts the sessions of a run, so that requests refused together renew it once.</param>
/// <param name="Host">The host that is asked.</param>
/// <param name="Cookie">Value of the Cookie header, if one was handed out.</param>
/// <param name="Crumb">The token that goes with the cookie, if it was handed out; the chart endpoint does without.</param>
/// <param name="Remark">How the session came about, for the message when it is refused too. Holds no secret.</param>
internal sealed record YahooSession(int Number, Uri Host, string? Cookie, string? Crumb, string Remark);
