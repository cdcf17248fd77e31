namespace Volcast.Prediction;

/// <summary>The order of versions as the tables hold them: numbers by size, so that 10 comes after 9, and the dates of baselines
/// by time.</summary>
public sealed class VersionOrder : IComparer<string>
{
    private VersionOrder()
    {
    }

    public static VersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y) =>
        (x?.Length ?? 0).CompareTo(y?.Length ?? 0) is var order and not 0 ? order : string.CompareOrdinal(x, y);
}
