using System.Globalization;

namespace Volcast.Features.Tests;

/// <summary>The five inputs as arrays, so that tests can cut, change and compare them.</summary>
internal sealed record MarketColumns(
    double[] TargetReturns, double[] TltReturns, double[] HygReturns, double[] Vix, double[] Vix3M)
{
    public L1Inputs Inputs => new(TargetReturns, TltReturns, HygReturns, Vix, Vix3M);

    public int Rows => TargetReturns.Length;

    public double[][] Compute() => L1Kernel.Compute(Inputs);

    public MarketColumns From(int row) => Map(column => column[row..]);

    public MarketColumns Until(int row) => Map(column => column[..row]);

    public MarketColumns Map(Func<double[], double[]> change) => new(
        change(TargetReturns), change(TltReturns), change(HygReturns), change(Vix), change(Vix3M));

    /// <summary>Fat-tailed, correlated returns and index levels that follow them; the first return is missing.</summary>
    public static MarketColumns Random(int rows, int seed)
    {
        var random = new Random(seed);
        double Bell() => random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        double Shock() => Bell() / Math.Sqrt(random.NextDouble() + 0.05);
        var columns = new MarketColumns(new double[rows], new double[rows], new double[rows], new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            var market = Shock();
            columns.TargetReturns[i] = i == 0 ? double.NaN : 0.01 * market + 0.0003;
            columns.TltReturns[i] = i == 0 ? double.NaN : -0.003 * market + 0.006 * Shock();
            columns.HygReturns[i] = i == 0 ? double.NaN : 0.003 * market + 0.002 * Shock();
            columns.Vix[i] = 20 * Math.Exp(0.3 * Shock());
            columns.Vix3M[i] = 21 * Math.Exp(0.2 * Shock());
        }
        return columns;
    }

    /// <summary>As <see cref="Random"/>, with each value missing by the given chance.</summary>
    public static MarketColumns RandomWithGaps(int rows, int seed, double chance)
    {
        var random = new Random(seed);
        return Random(rows, seed).Map(column => [.. column.Select(value => random.NextDouble() < chance ? double.NaN : value)]);
    }

    /// <summary>SPY and the four others of the shared data, on SPY's sessions, with log returns of the adjusted closes.</summary>
    public static (string[] Sessions, double[] Closes, MarketColumns Columns) Spy()
    {
        var folder = SharedData.Require("data", "market");
        var spy = Read(folder, "SPY");
        var sessions = spy.Keys.ToArray();
        var tlt = Read(folder, "TLT");
        var hyg = Read(folder, "HYG");
        var vix = Read(folder, "VIX");
        var vix3M = Read(folder, "VIX3M");
        double[] Column(Dictionary<string, double> values) =>
            [.. sessions.Select(day => values.GetValueOrDefault(day, double.NaN))];
        return (sessions, Column(spy), new MarketColumns(
            LogReturns(Column(spy)), LogReturns(Column(tlt)), LogReturns(Column(hyg)), Column(vix), Column(vix3M)));
    }

    public static double[] LogReturns(double[] closes) =>
        [double.NaN, .. closes.Skip(1).Select((close, i) => Math.Log(close / closes[i]))];

    private static Dictionary<string, double> Read(string folder, string symbol) =>
        File.ReadLines(Path.Combine(folder, symbol + ".csv")).Skip(1).Select(line => line.Split(',')).ToDictionary(
            cells => cells[0], cells => double.Parse(cells[5], CultureInfo.InvariantCulture));
}
