using Volcast.Lake.Tables;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>A row of a download whose numbers are implausible.</summary>
/// <param name="Row">Its position.</param>
/// <param name="Kind">What was found.</param>
/// <param name="Detail">The finding with its numbers.</param>
/// <param name="IsWithheld">Whether the row is kept out of the lake until a person accepts it.</param>
internal readonly record struct Suspect(int Row, FindingKind Kind, string Detail, bool IsWithheld = true);
