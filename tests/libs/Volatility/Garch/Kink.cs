using Volcast.Volatility.Garch;
namespace Volcast.Volatility.Tests.Garch;
public sealed class KinkTests(ITestOutputHelper output)
{
    [Fact]
    public void Spy()
    {
        var closes = File.ReadLines(SharedData.Require("data", "market") + "/SPY.csv").Skip(1).Select(l => double.Parse(l.Split(',')[5])).ToArray();
        var r = closes.Skip(1).Zip(closes, (a, b) => Math.Log(a / b)).ToArray();
        for (var n = 500; n <= 7200; n += 400)
        {
            Show("garch", () => { var f = GarchProcess.Fit(r.AsSpan(0, n)); return (f.Process, f.Iterations, f.LogLikelihood); }, n);
            Show("gjr", () => { var f = GjrGarchProcess.Fit(r.AsSpan(0, n)); return (f.Process, f.Iterations, f.LogLikelihood); }, n);
            Show("egarch", () => { var f = EgarchProcess.Fit(r.AsSpan(0, n)); return (f.Process, f.Iterations, f.LogLikelihood); }, n);
        }
    }
    void Show(string name, Func<(VarianceProcess, int, double)> fit, int n)
    {
        try
        {
        for (var k = 0; k < 3; k++) fit();
        var c = System.Diagnostics.Stopwatch.StartNew();
        var (p, i, l) = fit();
        output.WriteLine($"{n} {name} {c.Elapsed.TotalMilliseconds:F2} ms it {i} LL {l:F6} {string.Join(" ", p.Parameters.Select(x => x.ToString("G5")))}");
        } catch (EstimationException e) { output.WriteLine($"{n} {name} {e.Message}"); }
    }
}
