using Volcast.ApiContract.Forecasts;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.History;

/// <summary>The forecasts of a target over time beside what came.</summary>
public sealed record HistoryModel : PageModel
{
    /// <summary>What is shown.</summary>
    public required HistoryChoice Choice { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>Ascending by origin.</summary>
    public required IReadOnlyList<HistoryPoint> Points { get; init; }

    /// <summary>The forecasts of challengers in the same range, ascending; empty where they are shown alone or there are
    /// none.</summary>
    public IReadOnlyList<HistoryPointDocument> Shadow { get; init; } = [];

    /// <summary>Other models and targets.</summary>
    public IReadOnlyList<Overlay> Overlays { get; init; } = [];

    /// <summary>The models of the walk-forward that can be added.</summary>
    public IReadOnlyList<string> OtherModels { get; init; } = [];

    /// <summary>The targets that can be added; empty where they are too many to list.</summary>
    public IReadOnlyList<string> OtherSymbols { get; init; } = [];

    /// <summary>The recipe of the walk-forward; null without one.</summary>
    public string? WalkForwardModel { get; init; }

    /// <summary>Why there is no walk-forward, as a sentence; null where there is one.</summary>
    public string? WalkForwardMissingReason { get; init; }

    /// <summary>Whether the limit of the API left out earlier origins.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Forecasts whose outcome and interval are known.</summary>
    public int Judged => Points.Count(point => point.Judgement.Held is not null);

    /// <summary>Those whose interval held.</summary>
    public int Held => Points.Count(point => point.Judgement.Held == true);

    /// <summary>Each kind with its counts, in the order of <see cref="HistoryChoice.Kinds"/>.</summary>
    public IReadOnlyList<KindSummary> Kinds =>
    [
        .. HistoryChoice.Kinds.Select(kind => KindSummary.Of(kind.Name, kind.Kind == "shadow" && Choice.Kind != "shadow"
                ? Shadow : [.. Points.Select(point => point.Document).Where(point => point.Kind == kind.Kind)]))
            .Where(summary => summary.Forecasts > 0),
    ];

    public override IReadOnlyList<ReportTable> Tables =>
        [HistoryTables.Forecasts(this), HistoryTables.Values(this), HistoryTables.Kinds(this)];

    /// <param name="history">The forecasts of the target.</param>
    /// <param name="choice">What is shown.</param>
    internal static HistoryModel Of(HistoryDocument history, HistoryChoice choice) => new()
    {
        Symbol = history.Symbol,
        DataKind = history.DataKind,
        Choice = choice,
        Horizon = history.Horizon,
        Points = [.. history.Points.Select(point => HistoryPoint.Of(point, choice.Level))],
        OtherModels = [.. history.WalkForwardModels.Where(model => model != history.WalkForwardModel)],
        WalkForwardModel = history.WalkForwardModel,
        WalkForwardMissingReason = history.WalkForwardMissingReason,
        IsTruncated = history.IsTruncated,
    };
}

/// <summary>The forecasts of another model or target.</summary>
/// <param name="Name">The model's name or the target's ticker.</param>
/// <param name="IsSymbol">Whether it is another target.</param>
/// <param name="Points">Ascending by origin; empty where there are none.</param>
/// <param name="Problem">Why there are none, as a sentence; null where there are.</param>
public sealed record Overlay(string Name, bool IsSymbol, IReadOnlyList<HistoryPointDocument> Points, string? Problem);

/// <summary>How many forecasts of a kind there are, and how often their intervals held.</summary>
/// <param name="Name">The kind in words.</param>
/// <param name="Forecasts">How many.</param>
/// <param name="First">The first origin.</param>
/// <param name="Last">The last origin.</param>
/// <param name="Outcomes">Those whose outcome is known.</param>
/// <param name="Held80">The share of outcomes inside the 80 % interval; NaN without any.</param>
/// <param name="Held95">The same of the 95 % interval.</param>
public sealed record KindSummary(
    string Name, int Forecasts, DateOnly? First, DateOnly? Last, int Outcomes, double Held80, double Held95)
{
    public static KindSummary Of(string name, IReadOnlyList<HistoryPointDocument> points) => new(
        name, points.Count, points.Count > 0 ? points[0].ForecastOrigin : null, points.Count > 0 ? points[^1].ForecastOrigin : null,
        points.Count(point => point.RealizedVolatility is not null), Share(points, .8), Share(points, .95));

    private static double Share(IReadOnlyList<HistoryPointDocument> points, double level)
    {
        var judged = points.Select(point => HistoryPoint.Of(point, level).Judgement.Held).OfType<bool>().ToArray();
        return judged.Length == 0 ? double.NaN : (double)judged.Count(held => held) / judged.Length;
    }
}
