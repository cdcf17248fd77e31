using System.Text;
using Volcast.Evaluation;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Services.Api.Tests.Models;

/// <summary>The service with a version that has a walk-forward of two models. The numbers follow simple rules, so that figures can
/// be calculated by hand.</summary>
public class EvidencedApi : ApiUnderTest
{
    /// <summary>Every session from 2013 to June 2014.</summary>
    public static readonly DateOnly[] Origins = [.. TradingCalendar.Nyse.Sessions(new(2013, 1, 2), new(2014, 6, 20))];

    /// <summary>The outcome of an origin: .01 to .05 in turn.</summary>
    public static double Realized(int row) => .01 * (1 + row % 5);

    /// <summary>volcast forecasts twice the outcome, and HAR four times.</summary>
    public const double Volcast = 2, Har = 4;

    /// <summary>The outcome lies inside the 80 % interval except in every eighth row, and in the 95 % interval except in every
    /// sixteenth.</summary>
    public static WalkForwardResult Result { get; } = new()
    {
        Symbol = "SPY",
        Horizon = 5,
        Origins = Origins,
        TargetEnds = [.. Origins.Select(origin => (DateOnly?)TradingCalendar.Nyse.Add(origin, 5))],
        RealizedVariance = Column(Realized),
        Models = [Model("volcast", Volcast), Model("har", Har)],
    };

    /// <summary>The walk-forward as it is registered.</summary>
    protected virtual string Csv
    {
        get
        {
            using var text = new StringWriter();
            BacktestFile.Write(text, [Result]);
            return text.ToString();
        }
    }

    protected override ArtifactFolder Artifacts => new([KeyValuePair.Create(
        Registration.WalkForwardPath, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(Csv))]);

    private static ModelForecasts Model(string name, double factor)
    {
        // Losses of 1, 2 and 3 % in turn, against values at risk of 2.5 and 5 %.
        var logReturn = Column(row => -.01 * (1 + row % 3));
        return new()
        {
            Name = name,
            Variance = Column(row => factor * Realized(row)),
            Lower80 = Column(row => row % 8 == 0 ? 1.1 * Realized(row) : .5 * Realized(row)),
            Upper80 = Column(row => 2 * factor * Realized(row)),
            Lower95 = Column(row => row % 16 == 0 ? 1.05 * Realized(row) : .4 * Realized(row)),
            Upper95 = Column(row => 3 * factor * Realized(row)),
            SkippedOrigins = [],
            TailRisk =
            [
                new(1, .95, Column(_ => .025), Column(_ => .03), logReturn),
                new(1, .99, Column(_ => .05), Column(_ => .06), logReturn),
                new(5, .95, Column(_ => .1), Column(_ => .12), logReturn),
                new(5, .99, Column(_ => .2), Column(_ => .22), logReturn),
            ],
        };
    }

    private static double[] Column(Func<int, double> of) => [.. Enumerable.Range(0, Origins.Length).Select(of)];
}

/// <summary>The first model of the walk-forward made no forecast, and none is HAR.</summary>
public sealed class SilentModelApi : EvidencedApi
{
    protected override string Csv => base.Csv.Replace(",har,", ",other,", StringComparison.Ordinal).Replace(
        $"{BacktestFile.Header}\n",
        $"{BacktestFile.Header}\nSPY,5,2013-01-02,2013-01-09,silent{new string(',', BacktestFile.Header.Count(one => one == ',') - 4)}\n",
        StringComparison.Ordinal);
}
