using System.Globalization;

namespace Volcast.Features.Tests;

/// <summary>The target's bars as arrays, so that tests can cut, change and compare them.</summary>
internal sealed record TargetBars(
    double[] LogReturns, double[] Open, double[] High, double[] Low, double[] Close, double[] Vix)
{
    public L2Inputs Inputs => new(LogReturns, Open, High, Low, Close, Vix);

    public int Rows => LogReturns.Length;

    public double[][] Compute() => L2Kernel.Compute(Inputs);

    public TargetBars Map(Func<double[], double[]> change) =>
        new(change(LogReturns), change(Open), change(High), change(Low), change(Close), change(Vix));

    public TargetBars Until(int row) => Map(column => column[..row]);

    /// <summary>The later rows as a history of their own: the first return is unknown.</summary>
    public TargetBars From(int row)
    {
        var later = Map(column => column[row..]);
        later.LogReturns[0] = double.NaN;
        return later;
    }

    /// <summary>Prices of rows before <paramref name="row"/> as they were quoted before a split; returns stay.</summary>
    public TargetBars BeforeSplit(int row, double ratio) =>
        Map(column => [.. column[..row].Select(price => price * ratio), .. column[row..]]) with
        {
            LogReturns = LogReturns,
            Vix = Vix,
        };

    /// <summary>Bars whose open lies off the close before, with an off-market high or low now and then.</summary>
    public static TargetBars Random(int rows, int seed)
    {
        var random = new Random(seed);
        double Bell() => random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        var bars = new TargetBars(
            new double[rows], new double[rows], new double[rows], new double[rows], new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            var before = i == 0 ? 100 : bars.Close[i - 1];
            var size = .01 / Math.Sqrt(random.NextDouble() + .05);
            bars.Open[i] = before * Math.Exp(.5 * size * Bell());
            bars.Close[i] = bars.Open[i] * Math.Exp(size * Bell());
            var (top, bottom) = (Math.Max(bars.Open[i], bars.Close[i]), Math.Min(bars.Open[i], bars.Close[i]));
            bars.High[i] = top * Math.Exp(size * random.NextDouble() * (random.Next(40) == 0 ? 12 : 1));
            bars.Low[i] = bottom * Math.Exp(-size * random.NextDouble() * (random.Next(40) == 0 ? 12 : 1));
            bars.Vix[i] = 10 + 20 * random.NextDouble();
            bars.LogReturns[i] = i == 0 ? double.NaN : Math.Log(bars.Close[i] / before);
        }
        return bars;
    }

    /// <summary>SPY of the shared data, with log returns of the adjusted closes.</summary>
    public static (string[] Sessions, TargetBars Bars) Spy()
    {
        var cells = File.ReadLines(Path.Combine(SharedData.Require("data", "market"), "SPY.csv")).Skip(1)
            .Select(line => line.Split(',')).ToArray();
        double[] Column(int index) => [.. cells.Select(row => double.Parse(row[index], CultureInfo.InvariantCulture))];
        return ([.. cells.Select(row => row[0])],
            new(MarketColumns.LogReturns(Column(5)), Column(1), Column(2), Column(3), Column(4),
                [.. cells.Select(_ => 20.0)]));
    }
}
