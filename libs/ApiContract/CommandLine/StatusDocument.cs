using Volcast.ApiContract.Models;

namespace Volcast.ApiContract.CommandLine;

/// <summary><c>volcast status --json</c></summary>
/// <param name="Settings">Every setting with its value and origin.</param>
/// <param name="Lake">Null where there is no lake yet.</param>
/// <param name="Registry">Null where there is no lake yet.</param>
public sealed record StatusDocument(
    IReadOnlyList<SettingDocument> Settings, LakeStatusDocument? Lake, RegistryStatusDocument? Registry);

/// <summary>One setting.</summary>
/// <param name="Setting">Its name in the environment.</param>
/// <param name="SettingValue">Its value; a secret is hidden.</param>
/// <param name="SettingOrigin">default, file, environment or flag.</param>
public sealed record SettingDocument(string Setting, string SettingValue, string SettingOrigin);

/// <summary>What the lake holds.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="DataKind">REAL or SIMULATED.</param>
/// <param name="NewestSettled">The newest session that has settled by the clock.</param>
/// <param name="MaximumAgeSessions">The setting <c>VOLCAST_MAX_AGE</c>, sessions.</param>
/// <param name="Tables">One for each table and symbol.</param>
public sealed record LakeStatusDocument(
    string Folder, string DataKind, DateOnly NewestSettled, int MaximumAgeSessions, IReadOnlyList<TableStatusDocument> Tables);

/// <summary>One symbol's rows of one table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Symbol">The symbol.</param>
/// <param name="First">The first session.</param>
/// <param name="Last">The last session.</param>
/// <param name="RowCount">Number of rows.</param>
/// <param name="SessionsBehind">Settled sessions after the last one.</param>
/// <param name="ExceedsMaximumAge">Whether these are more than <see cref="LakeStatusDocument.MaximumAgeSessions"/>.</param>
public sealed record TableStatusDocument(
    string Table, string Symbol, DateOnly? First, DateOnly? Last, int RowCount, int SessionsBehind, bool ExceedsMaximumAge);

/// <summary>What the registry holds.</summary>
/// <param name="Address">A folder or a server.</param>
/// <param name="Versions">Every version, by model, the newest first.</param>
public sealed record RegistryStatusDocument(string Address, IReadOnlyList<VersionDocument> Versions);
