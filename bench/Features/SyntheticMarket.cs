using System.Runtime.InteropServices;
using Volcast.Features;

namespace Volcast.Bench.Features;

/// <summary>Seeded returns of many targets, and the four other columns that they share. The values do not affect the time;
/// they allow a comparison of both results.</summary>
internal sealed class SyntheticMarket
{
    private readonly double[][] targets;
    private readonly double[] tlt;
    private readonly double[] hyg;
    private readonly double[] vix;
    private readonly double[] vix3M;

    public SyntheticMarket(int symbols, int rows, int seed)
    {
        var random = new Random(seed);
        (Symbols, Rows) = (symbols, rows);
        var market = Draw(random, 0.008);
        tlt = Mixed(market, -0.3, Draw(random, 0.006));
        hyg = Mixed(market, 0.4, Draw(random, 0.003));
        vix = [.. Draw(random, 0.2).Select(shock => 20 * Math.Exp(shock))];
        vix3M = [.. vix.Zip(Draw(random, 0.1), (level, shock) => level * Math.Exp(shock))];
        targets = [.. Enumerable.Range(0, symbols).Select(_ => Mixed(market, 1, Draw(random, 0.01)))];
        foreach (var returns in targets.Append(tlt).Append(hyg))
            returns[0] = double.NaN;
    }

    public int Symbols { get; }
    public int Rows { get; }

    public L1Inputs Inputs(int symbol) => new(targets[symbol], tlt, hyg, vix, vix3M);

    /// <summary>Raw doubles: TLT, HYG, VIX, VIX3M, then each target.</summary>
    public void Save(string path)
    {
        using var file = File.Create(path);
        foreach (var column in new[] { tlt, hyg, vix, vix3M }.Concat(targets))
            file.Write(MemoryMarshal.AsBytes(column.AsSpan()));
    }

    private double[] Draw(Random random, double scale) =>
        [.. Enumerable.Range(0, Rows).Select(_ =>
            scale * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];

    private static double[] Mixed(double[] market, double share, double[] own) => [.. market.Zip(own, (m, o) => share * m + o)];
}
