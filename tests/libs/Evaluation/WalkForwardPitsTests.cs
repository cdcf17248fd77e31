using Volcast.Market;

namespace Volcast.Evaluation.Tests;

public sealed class WalkForwardPitsTests
{
    private const int Origins = 110;

    private static readonly DateOnly[] Sessions =
        [.. TradingCalendar.Nyse.Sessions(new(2020, 1, 2), new(2021, 1, 29)).Take(Origins + 11)];

    /// <summary>Returns of 0.5 to 1.5 %, and two that no error before is like.</summary>
    private static double[] Returns()
    {
        var returns = Array.ConvertAll(Sessions, session => .005 + .01 * (session.DayNumber * 37 % 100) / 100.0);
        returns[10 + 106] = .2;
        returns[10 + 107] = 1e-5;
        return returns;
    }

    /// <summary>One session ahead with a constant forecast, from the eleventh session on.</summary>
    private static WalkForwardResult Result(double[] returns)
    {
        double[] Column(Func<int, double> of) => [.. Enumerable.Range(0, Origins).Select(of)];
        return new()
        {
            Symbol = "SPY",
            Horizon = 1,
            Origins = Sessions[10..(10 + Origins)],
            TargetEnds = [.. Sessions[11..(11 + Origins)].Select(day => (DateOnly?)day)],
            RealizedVariance = Column(row => row == 103 ? double.NaN : 252 * returns[11 + row] * returns[11 + row]),
            Models =
            [
                new()
                {
                    Name = "constant",
                    Variance = Column(_ => .0252),
                    Lower80 = Column(_ => double.NaN),
                    Upper80 = Column(_ => double.NaN),
                    Lower95 = Column(_ => double.NaN),
                    Upper95 = Column(_ => double.NaN),
                    SkippedOrigins = [],
                },
            ],
        };
    }

    [Fact]
    public void An_outcome_beyond_every_earlier_error_is_in_the_outermost_part_of_the_distribution()
    {
        var returns = Returns();
        var result = Result(returns);
        var pits = WalkForwardPits.Of(result, result.Models[0], Sessions, returns);
        Assert.All(pits[..100], pit => Assert.True(double.IsNaN(pit)));
        // Beyond the 95 % interval, whose ends have the probabilities .025 and .975.
        Assert.InRange(pits[105], .975, 1);
        Assert.InRange(pits[106], 0, .025);
        Assert.All(pits[100..103], pit => Assert.InRange(pit, 0, 1));
        Assert.True(double.IsNaN(pits[103])); // No outcome.
    }

    [Fact]
    public void Without_the_sessions_of_the_origins_there_is_no_transform()
    {
        var returns = Returns();
        var result = Result(returns);
        Assert.All(WalkForwardPits.Of(result, result.Models[0], Sessions.AsSpan(0, 5), returns.AsSpan(0, 5)),
            pit => Assert.True(double.IsNaN(pit)));
        Assert.All(WalkForwardPits.Of(result, result.Models[0], [], []), pit => Assert.True(double.IsNaN(pit)));
    }
}
