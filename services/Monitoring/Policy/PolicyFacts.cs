using Volcast.Lake.Tables;

namespace Volcast.Services.Monitoring.Policy;

/// <summary>What a decision about one model is based on.</summary>
public sealed record PolicyFacts
{
    /// <summary>The registered model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The newest settled session.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>The number of the champion; null if there is none.</summary>
    public int? Champion { get; init; }

    /// <summary>Sessions since the champion, or a newer challenger, was fitted; null if no version exists.</summary>
    public int? SessionsSinceFit { get; init; }

    /// <summary>The number of the challenger; null if there is none besides the champion.</summary>
    public int? Challenger { get; init; }

    /// <summary>Sessions on which the challenger has forecast beside the champion.</summary>
    public int ShadowSessions { get; init; }

    /// <summary>The checks of this run: those of this horizon, and those that concern no horizon.</summary>
    public required IReadOnlyList<MonitoringRow> Checks { get; init; }

    /// <summary>The stored decisions about this model and their results, in the order of their sessions.</summary>
    public required IReadOnlyList<MonitoringRow> Decisions { get; init; }

    /// <summary>The number of sessions after one session up to another one.</summary>
    public required Func<DateOnly, DateOnly, int> SessionsBetween { get; init; }
}
