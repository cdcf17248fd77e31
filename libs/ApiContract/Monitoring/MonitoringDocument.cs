using System.Text.Json;

namespace Volcast.ApiContract.Monitoring;

/// <summary>The checks of one target: those of one session, or a history of them. <c>GET /v1/monitoring</c>, <c>volcast monitor
/// --json</c> and <c>monitoring.json</c> of a report.</summary>
public sealed record MonitoringDocument
{
    /// <summary>The target.</summary>
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED.</summary>
    public required string DataKind { get; init; }

    /// <summary>The newest session of these checks; null if there are none.</summary>
    public required DateOnly? Session { get; init; }

    /// <summary>The worst status of the checks of <see cref="Session"/>, each with its newest revision: <c>ok</c>, <c>warning</c>
    /// or <c>failed</c>; null if none of them came to a conclusion.</summary>
    public required string? Status { get; init; }

    /// <summary>Whether the limit left out rows that match too.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>The newest session first.</summary>
    public required IReadOnlyList<CheckDocument> Checks { get; init; }
}

/// <summary>A row of the table <c>monitoring</c>.</summary>
public sealed record CheckDocument
{
    /// <summary>Sessions ahead; 0 where the check concerns no horizon.</summary>
    public required int Horizon { get; init; }

    /// <summary>The newest session that the check used.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>What is checked.</summary>
    public required string Subject { get; init; }

    /// <summary>The registered model; null where the check concerns no model.</summary>
    public required string? Model { get; init; }

    /// <summary>Its version; null for a baseline, and where the check concerns no model.</summary>
    public required int? ModelVersion { get; init; }

    /// <summary>The last session that a baseline was fitted on; null otherwise.</summary>
    public required DateOnly? TrainedTo { get; init; }

    /// <summary>The check's name.</summary>
    public required string Check { get; init; }

    /// <summary>The check of the decision whose result this row holds, such as <c>retrain</c>; null for every other row. The
    /// decision is another row of the same session, horizon, subject and version.</summary>
    public required string? ResultOf { get; init; }

    /// <summary>0 for the first row of this key; one more for each correction of what the check used.</summary>
    public required int Revision { get; init; }

    /// <summary>What the row reports: <c>score</c>, <c>loss</c>, <c>calibration</c>, <c>drift</c>, <c>data</c>, <c>system</c>,
    /// <c>alert</c> or <c>decision</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>ok</c>, <c>warning</c>, <c>failed</c>, or <c>insufficient</c> where there is too little data.</summary>
    public required string Status { get; init; }

    /// <summary>The statistic; null if there is none.</summary>
    public required double? Value { get; init; }

    /// <summary>The limit of the value; null if there is none.</summary>
    public required double? Threshold { get; init; }

    /// <summary>Further facts of the check, such as <c>reasons</c>: the column <c>detail</c>; null if there are none.</summary>
    public required JsonElement? Facts { get; init; }
}
