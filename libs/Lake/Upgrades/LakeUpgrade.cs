namespace Volcast.Lake.Upgrades;

/// <summary>One step from a version of the lake to the next one. A step can be repeated: after a kill, the next opening runs it
/// again, and rows that it has changed already stay as they are. After each commit of a step, programs of the version before
/// still read the lake.</summary>
/// <param name="To">The lake's version after the step.</param>
/// <param name="RunAsync">Changes the tables under the leases of their symbols; returns one sentence for each change.</param>
internal sealed record LakeUpgrade(int To, Func<DataLake, CancellationToken, Task<IReadOnlyList<string>>> RunAsync);
