namespace Volcast.ApiContract.CommandLine;

/// <summary><c>volcast alerts list --json</c></summary>
/// <param name="File">The file of the alerts; null for the built-in ones.</param>
/// <param name="DataKind">REAL or SIMULATED; null without a lake.</param>
/// <param name="Alerts">In the order of the file.</param>
public sealed record AlertsDocument(string? File, string? DataKind, IReadOnlyList<AlertDocument> Alerts);

/// <summary>One alert.</summary>
/// <param name="Name">Its name.</param>
/// <param name="When">Its condition, such as level.</param>
/// <param name="Condition">The condition in words.</param>
/// <param name="Targets">The tickers that it watches; empty for all.</param>
/// <param name="Horizons">The horizons that it watches, sessions; empty for all.</param>
/// <param name="Channels">The channels that it goes to.</param>
/// <param name="OpenAlerts">Where it is open.</param>
public sealed record AlertDocument(
    string Name, string When, string Condition, IReadOnlyList<string> Targets, IReadOnlyList<int> Horizons,
    IReadOnlyList<string> Channels, IReadOnlyList<OpenAlertDocument> OpenAlerts);

/// <summary>An alert that was raised and has not cleared.</summary>
/// <param name="Id">The id of the message.</param>
/// <param name="Symbol">The target; for an alert about the whole run the target with which it is stored.</param>
/// <param name="Horizon">Sessions; null where it concerns no horizon.</param>
/// <param name="RaisedOn">The session on which it was raised.</param>
/// <param name="Text">What was found.</param>
/// <param name="Pending">Channels that have not sent it yet and will try again.</param>
public sealed record OpenAlertDocument(
    string Id, string Symbol, int? Horizon, DateOnly RaisedOn, string Text, IReadOnlyList<string> Pending);

/// <summary><c>volcast alerts test --json</c></summary>
/// <param name="Channels">In the order of the file.</param>
public sealed record AlertTestsDocument(IReadOnlyList<AlertTestDocument> Channels);

/// <summary>The test of one channel.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Type">log, file, webhook or email.</param>
/// <param name="Sent">Whether the receiver has accepted the message.</param>
/// <param name="Failure">Why not; null if it has.</param>
public sealed record AlertTestDocument(string Channel, string Type, bool Sent, string? Failure);
