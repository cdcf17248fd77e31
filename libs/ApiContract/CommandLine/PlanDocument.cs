namespace Volcast.ApiContract.CommandLine;

/// <summary><c>volcast plan STAGE --json</c></summary>
/// <param name="Digest">SHA-256 that identifies the plan.</param>
/// <param name="Place">Where it is, for <c>--plan</c>.</param>
/// <param name="Stage">The command that each chunk runs.</param>
/// <param name="MadeBy">The version of the program that made it.</param>
/// <param name="ChunkCount">The size of the array; indexes begin with 0.</param>
/// <param name="UnitCount">Runs of the stage in all chunks.</param>
public sealed record PlanDocument(string Digest, string Place, string Stage, string MadeBy, int ChunkCount, int UnitCount);

/// <summary><c>volcast gather --json</c>: how far a plan is.</summary>
public sealed record GatherDocument
{
    /// <summary>The plan.</summary>
    public required PlanDocument Plan { get; init; }

    /// <summary>Whether every unit has a result.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>The indexes with a unit that has no result, as the array option of an engine takes them, such as 1,4-6; empty if
    /// the plan is complete.</summary>
    public required string MissingIndexes { get; init; }

    /// <summary>The units without a result.</summary>
    public required IReadOnlyList<MissingUnitDocument> Missing { get; init; }

    /// <summary>The symbols of the units whose data need a person's attention: a single run would end with exit code 3.</summary>
    public required IReadOnlyList<string> NeedsAttention { get; init; }

    /// <summary>Seconds of all units that are done, one after the other.</summary>
    public required double Seconds { get; init; }

    /// <summary>Processor time of all units that are done, seconds; other work on the machines changes it little.</summary>
    public required double ProcessorSeconds { get; init; }

    /// <summary>Seconds of the longest chunk that is complete; null if none is.</summary>
    public required double? LongestChunkSeconds { get; init; }

    /// <summary>The joined file; null if none was written.</summary>
    public required string? File { get; init; }
}

/// <summary>A unit of a plan without a result.</summary>
/// <param name="Index">The chunk that holds it.</param>
/// <param name="Symbols">What it is about.</param>
/// <param name="Reason">Why its last run failed, or that its result is damaged; null if it has not run.</param>
public sealed record MissingUnitDocument(int Index, IReadOnlyList<string> Symbols, string? Reason);
