using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>Forecasts for programs. Variances and volatilities are annualised, decimal; losses are decimal log returns, a loss
/// positive; an absent number is null.</summary>
internal static class ForecastJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static void Write(TextWriter output, IReadOnlyList<ForecastReport> reports) =>
        output.WriteLine(JsonSerializer.Serialize(reports.Select(Document), Options));

    private static object Document(ForecastReport report) => new
    {
        Symbol = report.Target.Value,
        Market = report.Market.Name(),
        report.Row.Horizon,
        report.Row.ForecastOrigin,
        report.TargetStart,
        report.Row.TargetEnd,
        report.Row.AsOf,
        Kind = report.Row.Kind.ToString().ToLowerInvariant(),
        report.SessionsBehind,
        StandingVolatility = report.Standing?.Volatility,
        report.Row.Variance,
        report.Row.Volatility,
        VarianceInterval80 = Bounds(report.Row.Lower80, report.Row.Upper80),
        VarianceInterval95 = Bounds(report.Row.Lower95, report.Row.Upper95),
        ChanceVolatilityAbove = report.Figures.Chances.Select(chance => new
        {
            chance.Volatility,
            Chance = Number(chance.Chance),
            chance.IsImplied,
        }),
        TailRisk = report.Figures.TailRisks.Select(risk => new
        {
            risk.Sessions,
            risk.Confidence,
            ValueAtRiskLogLoss = Number(risk.ValueAtRisk),
            ExpectedShortfallLogLoss = Number(risk.ExpectedShortfall),
        }),
        VariancePremium = report.Premium.Value is { } found
            ? new
            {
                found.Premium.Variance,
                found.Premium.VolatilityPoints,
                ForecastVariance22d = found.ForecastVariance,
                found.Model,
            }
            : null,
        VariancePremiumAbsence = report.Premium.Reason,
        ImpliedVolatilityPoints = Number(report.Implied),
        RealizedVolatility5d = Number(report.Realized5),
        RealizedVolatility20d = Number(report.Realized20),
        report.Row.Model,
        report.Row.ModelVersion,
        ModelAlias = report.Alias,
        report.Recipe,
        report.TrainedTo,
        report.Row.InputDigest,
        Backfilled = report.Backfilled.Select(made => made.ForecastOrigin),
        ShadowVersion = report.Shadow?.ModelVersion,
        ShadowVolatility = report.Shadow?.Volatility,
        report.Notes,
        Explanation = Document(report.Explained),
    };

    /// <summary>Base, output and amounts in annualised volatility; the same on the model's own scale as <c>scale_…</c>.</summary>
    private static object Document(ExplainedForecast explained) => new
    {
        Unit = "annualised volatility, decimal",
        explained.InVolatility.Base,
        explained.InVolatility.Output,
        Scale = explained.Reasons.Scale.Name(),
        ScaleBase = explained.Reasons.Base,
        ScaleOutput = explained.Reasons.Output,
        Contributions = explained.InVolatility.Contributions.Zip(explained.Reasons.Contributions, (points, own) => new
        {
            points.Feature,
            Family = FeatureLabels.Family(points.Feature),
            points.Value,
            points.Amount,
            ScaleAmount = own.Amount,
            Words = FeatureLabels.Describe(points),
        }),
        Families = explained.Families().Select(family =>
            new { family.Name, Amount = family.Points, ScaleAmount = family.Own }),
    };

    private static double[]? Bounds(double lower, double upper) => double.IsNaN(lower) ? null : [lower, upper];

    private static double? Number(double value) => double.IsNaN(value) ? null : value;
}
