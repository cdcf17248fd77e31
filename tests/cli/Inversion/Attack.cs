namespace Volcast.Cli.Tests.Inversion;

/// <summary>An estimate of a vendor's series from published columns.</summary>
/// <param name="Attack">How it was made.</param>
/// <param name="Columns">From what.</param>
/// <param name="Series">The series that it estimates.</param>
/// <param name="Rows">The number of estimated rows.</param>
/// <param name="Share">The share of the estimated rows that lie within .1 % of a level, or within 1 % of a move.</param>
internal sealed record Reconstruction(string Attack, string Columns, string Series, int Rows, double Share)
{
    /// <summary>With fewer estimates a share means little.</summary>
    private const int FewestRows = 15;

    public static Reconstruction? Of(
        string attack, string columns, (string Name, double[] Values) series, VendorSeries market, double[] estimate)
    {
        var tolerance = market.Levels.ContainsKey(series.Name) ? .001 : .01;
        var (tried, recovered) = (0, 0);
        for (var row = 0; row < estimate.Length; row++)
        {
            var truth = series.Values[row];
            if (!double.IsFinite(estimate[row]) || !(truth > 0))
                continue;
            tried++;
            recovered += Math.Abs(estimate[row] - truth) <= tolerance * truth ? 1 : 0;
        }
        return tried < FewestRows ? null : new(attack, columns, series.Name, tried, (double)recovered / tried);
    }
}

/// <summary>The best reconstruction of each series by each attack.</summary>
internal static class Attack
{
    public static Dictionary<(string Attack, string Series), Reconstruction> Best(DailyColumns published, VendorSeries market) =>
        Everything(published, market).OfType<Reconstruction>()
            .GroupBy(found => (found.Attack, found.Series))
            .ToDictionary(group => group.Key, group => group.MaxBy(found => found.Share)!);

    private static IEnumerable<Reconstruction?> Everything(DailyColumns published, VendorSeries market) =>
    [
        .. ColumnAttacks.Direct(published, market),
        .. ColumnAttacks.Affine(published, market),
        .. ColumnAttacks.Regression(published, market),
        .. VarianceAttacks.OverlappingSums(published, market),
        .. VarianceAttacks.Ewma(published, market),
        .. VarianceAttacks.Qlike(published, market),
        .. VarianceAttacks.Shortfall(published, market),
    ];
}
