using System.Text;
using Volcast.Evaluation.Comparison;
using Volcast.Market;

namespace Volcast.Evaluation.Tests;

public sealed class WalkForwardDensityTests
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
        var scores = WalkForwardDensity.Of(result, result.Models[0], Sessions, returns);
        var pits = scores.Pit;
        Assert.All(pits[..100], pit => Assert.True(double.IsNaN(pit)));
        // Beyond the 95 % interval, whose ends have the probabilities .025 and .975.
        Assert.InRange(pits[105], .975, 1);
        Assert.InRange(pits[106], 0, .025);
        Assert.All(pits[100..103], pit => Assert.InRange(pit, 0, 1));
        Assert.True(double.IsNaN(pits[103])); // No outcome.
        for (var row = 0; row < Origins; row++)
            Assert.Equal(double.IsNaN(pits[row]), double.IsNaN(scores.Crps[row]));
        Assert.True(scores.LogScore[106] > scores.LogScore[100]);
    }

    [Fact]
    public void Without_the_sessions_of_the_origins_there_is_no_transform()
    {
        var returns = Returns();
        var result = Result(returns);
        Assert.All(WalkForwardDensity.Of(result, result.Models[0], Sessions.AsSpan(0, 5), returns.AsSpan(0, 5)).Pit,
            pit => Assert.True(double.IsNaN(pit)));
        Assert.All(WalkForwardDensity.Of(result, result.Models[0], [], []).Pit, pit => Assert.True(double.IsNaN(pit)));
    }

    [Fact]
    public void A_file_keeps_the_scores_and_one_without_them_has_none()
    {
        var returns = Returns();
        var bare = Result(returns);
        var scores = WalkForwardDensity.Of(bare, bare.Models[0], Sessions, returns);
        using var text = new StringWriter();
        BacktestFile.Write(text, [bare with { Models = [bare.Models[0] with { Density = scores }] }]);
        var read = BacktestFile.Read("a file", Encoding.UTF8.GetBytes(text.ToString()), withDistribution: true);
        Assert.Equal(scores.Pit, read.Models[0].Density!.Pit);
        Assert.Equal(scores.Crps, read.Models[0].Density!.Crps);
        Assert.Equal(scores.LogScore, read.Models[0].Density!.LogScore);
        Assert.Same(read.Models[0].Density, WalkForwardDensity.Of(read, read.Models[0], [], []));

        // As earlier versions wrote it: without the last three columns.
        var old = string.Join('\n', text.ToString().TrimEnd().Split('\n').Select(
            line => string.Join(',', line.TrimEnd('\r').Split(',')[..^3])));
        Assert.Null(BacktestFile.Read("an old file", Encoding.UTF8.GetBytes(old), withDistribution: true).Models[0].Density);
    }

    [Fact]
    public void Models_are_compared_on_the_origins_on_which_each_has_a_distribution()
    {
        DensityScores early = new([.05, .1, 1], [.1, .2, .4], [1, 2, 6]), late = new([double.NaN, .5, .6], [double.NaN, 1, 2], [double.NaN, 3, 4]);
        var means = MeanDensity.Compare([("early", early), ("none", null), ("late", late)], [0, 1, 2]);
        Assert.Equal([("early", 2, 4.0), ("late", 2, 3.5)], means.Select(one => (one.Model, one.N, one.LogScore)));
        Assert.Equal(.3, means[0].Crps, 12);
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 0, 0, 1], means[0].PitBins);
        Assert.Empty(MeanDensity.Compare([("none", null)], [0, 1]));
    }
}
