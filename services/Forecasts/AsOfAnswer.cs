using Volcast.Lake.Tables;

namespace Volcast.Services.Forecasts;

/// <summary>That a forecast answers what the system would have said on a past session.</summary>
/// <param name="Session">The session that was asked for. The origin is earlier if ingest had not run after it.</param>
/// <param name="Before">The open of the session after it. Downloads and versions from then on do not count.</param>
/// <param name="Published">The live forecast of the same version from the same origin in the lake; null if none is stored.</param>
/// <param name="Differences">The fields in which the published forecast differs, with both values; empty if it is equal to the
/// last bit, or if none is stored.</param>
/// <param name="Others">The live forecasts of other versions from the same origin in the lake.</param>
public sealed record AsOfAnswer(
    DateOnly Session, DateTimeOffset Before, ForecastRow? Published, IReadOnlyList<string> Differences,
    IReadOnlyList<ForecastRow> Others)
{
    /// <summary>Compares an answer with the forecasts that the lake holds.</summary>
    /// <param name="session">The session that was asked for.</param>
    /// <param name="before">The open of the session after it.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="stored">The stored forecasts of the same target.</param>
    public static AsOfAnswer Of(DateOnly session, DateTimeOffset before, ForecastRow answer, IEnumerable<ForecastRow> stored)
    {
        var live = stored.Where(row => row.Kind == ForecastKind.Live && row.ForecastOrigin == answer.ForecastOrigin
            && row.Horizon == answer.Horizon && row.Model == answer.Model).ToArray();
        var published = live.FirstOrDefault(row => row.ModelVersion == answer.ModelVersion);
        return new(session, before, published,
            published is null ? [] : new Reproduction(published, answer, []).Differences,
            [.. live.Where(row => row.ModelVersion != answer.ModelVersion)]);
    }

    /// <summary>Whether the lake holds this very forecast; null if it holds no live forecast of the version from the
    /// origin.</summary>
    public bool? EqualsPublished => Published is null ? null : Differences.Count == 0;
}
