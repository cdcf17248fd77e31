using Volcast.ApiContract.Monitoring;

namespace Volcast.ApiContract.CommandLine;

/// <summary><c>volcast replay --json</c>: what the replay of one model found.</summary>
public sealed record ReplayDocument
{
    /// <summary>The registered model's name.</summary>
    public required string Model { get; init; }

    /// <summary>REAL or SIMULATED.</summary>
    public required string DataKind { get; init; }

    /// <summary>The first session that was forecast from.</summary>
    public required DateOnly FirstOrigin { get; init; }

    /// <summary>The last one.</summary>
    public required DateOnly LastOrigin { get; init; }

    /// <summary>The sessions that were forecast from.</summary>
    public required int Sessions { get; init; }

    /// <summary>The targets with a known outcome and a forecast of the champion and of HAR.</summary>
    public required int Scored { get; init; }

    /// <summary>Mean QLIKE of the champion over these targets; null without any.</summary>
    public required double? Qlike { get; init; }

    /// <summary>The same of HAR.</summary>
    public required double? QlikeHar { get; init; }

    /// <summary>The same of the calibrated implied-volatility index; null where it is missing.</summary>
    public required double? QlikeImplied { get; init; }

    /// <summary>Versions fitted again.</summary>
    public required int Retrained { get; init; }

    /// <summary>Versions whose level was corrected.</summary>
    public required int Recalibrated { get; init; }

    /// <summary>Versions that became champion.</summary>
    public required int Promoted { get; init; }

    /// <summary>The checks that became red, in the order of time.</summary>
    public required IReadOnlyList<CheckDocument> RedAlarms { get; init; }

    /// <summary>The results of decisions, in the order of time.</summary>
    public required IReadOnlyList<CheckDocument> Actions { get; init; }
}
