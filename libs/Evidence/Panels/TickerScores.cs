using System.Text.Json;
using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
using Volcast.Forecasting;

namespace Volcast.Evidence.Panels;

/// <summary>What a panel keeps of one ticker's walk-forward: a few numbers for each span, no forecast and no outcome.</summary>
/// <param name="Digest">Over everything that determines the scores: data, settings, options, spans and the build.</param>
/// <param name="Symbol">The ticker.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Model">The model that is compared with the others.</param>
/// <param name="DataKind">As in <see cref="Backtests.BacktestRun"/>.</param>
/// <param name="Spans">First all origins, then each span with enough origins.</param>
public sealed record TickerScores(
    string Digest, string Symbol, int Horizon, string Model, string DataKind, IReadOnlyList<SpanScores> Spans)
{
    /// <summary>The name of the span with all origins.</summary>
    public const string All = "all";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Such as <c>SPY-5d.json</c>.</summary>
    public static string FileName(string symbol, int horizon) => $"{symbol}-{horizon}d.json";

    /// <summary>Scores a walk-forward on the common origins of its models.</summary>
    /// <param name="digest">As <see cref="Digest"/>.</param>
    /// <param name="result">The walk-forward.</param>
    /// <param name="model">The model that is compared with the others.</param>
    /// <param name="dataKind">Real or simulated.</param>
    /// <param name="spans">Null for <see cref="PanelSpan.Default"/>.</param>
    /// <exception cref="InsufficientDataException">The model made no forecast, or there are too few common origins.</exception>
    public static TickerScores Of(
        string digest, WalkForwardResult result, string model, string dataKind, IReadOnlyList<PanelSpan>? spans = null)
    {
        var sample = ComparisonSample.Of(result);
        if (!sample.Models.Contains(model))
            throw new InsufficientDataException($"{model} made no forecast of {result.Symbol}, so it cannot be compared.");
        var options = new ComparisonOptions();
        var needed = options.MinimumOrigins(result.Horizon);
        if (sample.Rows.Length < needed)
            throw new InsufficientDataException(
                $"{sample.Rows.Length} common origins of {result.Symbol} are too few to compare models: {needed} are needed.");
        var losses = sample.Losses(LossFunction.Qlike);
        var intervals = result.Model(model);
        var groups = new List<RowGroup> { new(All, [.. Enumerable.Range(0, sample.Rows.Length)]) };
        foreach (var span in spans ?? PanelSpan.Default)
            groups.Add(new(span.Name, [.. groups[0].Rows.Where(row => span.Includes(sample.Origins[row]))]));
        return new(digest, result.Symbol, result.Horizon, model, dataKind,
            [.. groups.Where(group => group.Rows.Length >= needed).Select(Scored)]);

        SpanScores Scored(RowGroup group)
        {
            var own = losses.On(group);
            var coverage = sample.Interval(group, intervals.Lower80, intervals.Upper80, .8).Coverage;
            return new(group.Name, group.Rows.Length, sample.Origins[group.Rows[0]], sample.Origins[group.Rows[^1]],
                Finite(coverage), own.Column(model).Average(),
                [.. sample.Models.Where(other => other != model).Select(other => Against(own, other))]);
        }

        BaselineScore Against(LossTable own, string other)
        {
            var (mine, theirs) = (own.Column(model), own.Column(other));
            var test = DieboldMariano.Test(theirs, mine, result.Horizon, options.LagFor(result.Horizon));
            return new(other, theirs.Average(), Finite(test.Statistic), Finite(test.PValue));
        }
    }

    /// <summary>The file; equal scores give equal bytes.</summary>
    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <summary>Reads a file; null if it is damaged, since it can be computed again.</summary>
    public static TickerScores? TryParse(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize<TickerScores>(content, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>The scores of a ticker in one span.</summary>
/// <param name="Span"><see cref="TickerScores.All"/> or the name of the span.</param>
/// <param name="Origins">The number of common origins.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Coverage80">The share of outcomes inside the model's 80 % interval; null if it has none.</param>
/// <param name="Qlike">The model's mean QLIKE.</param>
/// <param name="Baselines">The other models.</param>
public sealed record SpanScores(
    string Span, int Origins, DateOnly First, DateOnly Last, double? Coverage80, double Qlike,
    IReadOnlyList<BaselineScore> Baselines)
{
    /// <summary>The model's mean QLIKE divided by that of another; NaN if the other has none, or a loss of 0.</summary>
    public double RatioTo(string model) => Baselines.FirstOrDefault(one => one.Model == model) is { Qlike: > 0 } other
        ? Qlike / other.Qlike : double.NaN;
}

/// <summary>Another model on the same origins.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Qlike">Its mean QLIKE.</param>
/// <param name="DmStatistic">Of the Diebold–Mariano test; positive if the panel's model is better; null if the losses do not
/// differ.</param>
/// <param name="DmP">Its two-sided p-value.</param>
public sealed record BaselineScore(string Model, double Qlike, double? DmStatistic, double? DmP);
