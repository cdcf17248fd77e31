namespace Volcast.Volatility.Tests.Garch;

/// <summary>The benchmark's 1,974 daily returns of DEM/GBP in percent (Bollerslev and Ghysels 1996).</summary>
internal static class DeutschmarkPound
{
    /// <summary>The returns; skips the running test if the reference data are missing.</summary>
    public static double[] Returns() =>
        [.. File.ReadLines(SharedData.Require("vectors", "dmbp.csv")).Skip(1).Select(line => double.Parse(line.Split(',')[0]))];
}
