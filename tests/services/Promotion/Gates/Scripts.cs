using Volcast.Evaluation;
using Volcast.Lake;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion.Tests.Gates;

/// <summary>Candidates and walk-forwards made by hand.</summary>
internal static class Scripts
{
    public static Candidate Sound(int? champion = 1) => new()
    {
        Model = "volcast-SPY-5d",
        Version = 2,
        Champion = champion,
        Damage = null,
        InputsWithoutDigest = [],
        DataKind = DataKind.Real,
        ExpectedDataKind = DataKind.Real,
    };

    /// <summary>Daily origins from 2020-01-01 on, weekends too: nothing here asks a calendar.</summary>
    public static WalkForwardResult WalkForward(
        double[] realized, params (string Name, double[] Variance, double Lower, double Upper)[] models) =>
        From(0, realized, models);

    public static WalkForwardResult From(
        int firstDay, double[] realized, params (string Name, double[] Variance, double Lower, double Upper)[] models) => new()
        {
            Symbol = "SPY",
            Horizon = 5,
            Origins = [.. realized.Select((_, row) => new DateOnly(2020, 1, 1).AddDays(firstDay + row))],
            TargetEnds = [.. realized.Select((_, row) => (DateOnly?)new DateOnly(2020, 1, 8).AddDays(firstDay + row))],
            RealizedVariance = realized,
            Models = [.. models.Select(m => new ModelForecasts
            {
                Name = m.Name,
                Variance = m.Variance,
                Lower80 = Array.ConvertAll(m.Variance, v => v * m.Lower),
                Upper80 = Array.ConvertAll(m.Variance, v => v * m.Upper),
                Lower95 = Array.ConvertAll(m.Variance, _ => double.NaN),
                Upper95 = Array.ConvertAll(m.Variance, _ => double.NaN),
                SkippedOrigins = [],
            })],
        };

    public static PairedScores Scores(double qlike, double others, double p = .5, double coverage = .8, int n = 1000) =>
        new(n, new(2020, 1, 1), new(2023, 1, 1), qlike, others, p, coverage, .8)
        {
            Change = new(n, .1, .3, 0),
            NewestKnown = new(2023, 1, 1),
        };

    public static PromotionCheck Check(PromotionVerdict verdict, string name) =>
        Assert.Single(verdict.Checks, check => check.Name == name);

    public static string[] Failed(PromotionVerdict verdict) => [.. verdict.Failed.Select(check => check.Name)];
}
