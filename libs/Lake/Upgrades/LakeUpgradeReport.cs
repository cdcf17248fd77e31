namespace Volcast.Lake;

/// <summary>What an upgrade did.</summary>
/// <param name="From">The lake's version before.</param>
/// <param name="To">Its version now.</param>
/// <param name="Changes">One sentence for each change; empty if no stored row had to change.</param>
public sealed record LakeUpgradeReport(int From, int To, IReadOnlyList<string> Changes);
