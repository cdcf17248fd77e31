using Volcast.ApiContract.Explanations;
using Volcast.Forecasting;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Forecasts;

/// <summary>The forecast with which another one is compared, reason by reason.</summary>
internal static class EarlierForecast
{
    private const string Previous = "previous";

    /// <summary>The origin that <c>since</c> names: the session before, or a date.</summary>
    /// <exception cref="ProblemException">The lake has no such session before the origin.</exception>
    public static DateOnly DayOf(ServingSnapshot snapshot, string since, DateOnly origin)
    {
        var known = snapshot.Inputs.Known;
        var row = known.FirstRowFrom(origin);
        if (since != Previous)
        {
            var day = ApiQuery.ParseDay(since, "since");
            if (day < origin)
                return day;
            throw ProblemException.Invalid(
                "invalid_since", $"The day of since, {day:yyyy-MM-dd}, is not before {origin:yyyy-MM-dd}, the origin that is explained.", "since");
        }
        return row > 0 ? known.Sessions[row - 1] : throw ProblemException.NotFound("no_forecast",
            $"The lake holds no session of {snapshot.Target.Roles.Target} before {origin:yyyy-MM-dd}.", "since");
    }

    /// <summary>The stored forecast of an origin that counts; null if there is none.</summary>
    public static SessionForecast? Stored(ServingSnapshot snapshot, DateOnly day)
    {
        var stored = PublishedForecast.First(
            snapshot.Target.Forecasts.Where(row => row.ForecastOrigin == day && row.Horizon == snapshot.Horizon));
        return stored is null ? null : new(stored, ContributionsJson.Parse(stored));
    }

    /// <summary>What changed from an earlier origin. If no forecast from it is stored, the serving version explains it.</summary>
    /// <exception cref="ProblemException">Nothing is stored, and the lake lacks the session or an input.</exception>
    public static ExplanationChangeDocument ChangeOf(ServingSnapshot snapshot, DateOnly day, SessionForecast later)
    {
        if (Stored(snapshot, day) is { } stored)
            return ExplanationChangeDocuments.Of(
                day, isStored: true, ForecastDocuments.VersionOf(stored.Row), stored.Reasons, later.Reasons);
        var known = snapshot.Inputs.Known;
        var row = known.FirstRowFrom(day);
        if (row == known.Rows || known.Sessions[row] != day)
            throw ProblemException.NotFound("no_forecast",
                $"No forecast from {day:yyyy-MM-dd} is stored, and the lake holds no session of "
                + $"{snapshot.Target.Roles.Target} on that day.", "since");
        try
        {
            return ExplanationChangeDocuments.Of(day, isStored: false, snapshot.Model.Version.Number,
                snapshot.Model.Artifact.Forecaster.Explain(known.KnownAt(row)), later.Reasons);
        }
        catch (InsufficientDataException missing)
        {
            throw ProblemException.NotFound("no_forecast", missing.Message, "since");
        }
    }
}
