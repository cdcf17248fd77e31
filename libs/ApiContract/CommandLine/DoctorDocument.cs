namespace Volcast.ApiContract.CommandLine;

/// <summary><c>volcast doctor --json</c></summary>
/// <param name="IsWell">Whether every check is ok.</param>
/// <param name="Checks">In the order in which they ran.</param>
public sealed record DoctorDocument(bool IsWell, IReadOnlyList<CheckResultDocument> Checks);

/// <summary>The result of one check.</summary>
/// <param name="Check">sdk, libxgboost, settings, disk, lake, registry, source or clock.</param>
/// <param name="Condition">ok, warning or problem.</param>
/// <param name="Found">What was found.</param>
/// <param name="Fix">What to do; null if the check is ok, or if <paramref name="Found"/> says it.</param>
public sealed record CheckResultDocument(string Check, string Condition, string Found, string? Fix);
