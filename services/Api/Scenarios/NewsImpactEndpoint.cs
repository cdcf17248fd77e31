using Volcast.ApiContract.Scenarios;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Scenarios;

/// <summary><c>/v1/scenarios/news-impact</c>: the forecast after a next session with a return from −5 to +3 %.</summary>
internal sealed class NewsImpactEndpoint(SnapshotSource source, TradingCalendar calendar)
{
    private const string Follow = "follow";
    private const string Hold = "hold";

    /// <summary>From −5 to +3 % in steps of a quarter percent.</summary>
    private static readonly double[] Returns = [.. Enumerable.Range(-20, 33).Select(step => step / 400.0)];

    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/scenarios/news-impact", (Delegate)GetAsync).WithName("getNewsImpact").WithTags("Predictions")
        .Describe<NewsImpactDocument>(
            "The forecast after a next session with each return of the target from −5 to +3 %", ApiParameter.Companions)
        .Refuses(StatusCodes.Status409Conflict);

    private async Task<SnapshotResult> GetAsync(HttpContext context)
    {
        var query = new ApiQuery(context, source, "companions");
        var series = await source.RequireAsync(query.Series, context.RequestAborted);
        var companions = query.Text("companions") switch
        {
            null or Follow => Follow,
            Hold => Hold,
            var other => throw ProblemException.Invalid("invalid_companions",
                $"'{PrintableText.Of(other)}' is not {Follow} or {Hold}.", "companions"),
        };
        return new(series, $"news impact {companions}", snapshot => ApiJson.Render(
            Document(snapshot, companions), ApiJson.Contract.NewsImpactDocument));
    }

    private NewsImpactDocument Document(ServingSnapshot snapshot, string companions)
    {
        var target = snapshot.Target;
        var session = calendar.Next(target.Inputs.Origin);
        var own = target.Bars[target.Roles.Target].ToSeries();
        var moves = snapshot.Symbols.Where(symbol => symbol != target.Roles.Target).ToDictionary(symbol => symbol,
            symbol => companions == Hold ? CompanionMove.Held : CompanionMove.Of(own, target.Bars[symbol].ToSeries()));
        var candle = target.Roles.Target.IsIndex ? null : UsualCandle.Of(own);
        return new()
        {
            Symbol = target.Roles.Target.Value,
            DataKind = target.DataKind.Name(),
            Horizon = snapshot.Horizon,
            Session = session,
            TargetEnd = calendar.Add(session, snapshot.Horizon),
            Model = snapshot.Model.Version.Model,
            ModelVersion = snapshot.Model.Version.Number,
            NewestVolatility = snapshot.Newest.Row.Volatility,
            Companions = companions,
            CompanionMoves =
            [
                .. moves.Select(one => new CompanionMoveDocument(
                    one.Key.Value, one.Value.PerFall, one.Value.PerRise, one.Value.Sessions)),
            ],
            Points = [.. Returns.Select(logReturn => Point(snapshot, candle, moves, logReturn))],
            Warnings = VersionWarnings.Of(snapshot.Model.Version),
        };
    }

    private NewsImpactPointDocument Point(
        ServingSnapshot snapshot, UsualCandle? candle, Dictionary<Symbol, CompanionMove> moves, double logReturn)
    {
        var target = snapshot.Target;
        var bars = snapshot.Symbols.ToDictionary(symbol => symbol, Bar);
        var variance = snapshot.Model.Artifact.Forecaster.Forecast(ScenarioInputs.Of(snapshot, bars, calendar).Known);
        if (double.IsNaN(variance))
            throw new ProblemException(StatusCodes.Status409Conflict, "input_missing",
                $"An input of {snapshot.Model.Version} is missing after a hypothetical session. `/v1/scenarios` names it.");
        var volatility = Math.Sqrt(variance);
        return new(logReturn, variance, volatility, 100 * (volatility - snapshot.Newest.Row.Volatility));

        // The features use the close of a companion only, so its bar moves straight to the close.
        NextBar Bar(Symbol symbol)
        {
            var last = target.Bars[symbol].Close[^1];
            var (isCompanion, move) = moves.TryGetValue(symbol, out var companion)
                ? (true, companion.At(logReturn)) : (false, logReturn);
            var close = last * Math.Exp(move);
            return (isCompanion ? null : candle?.Complete(close, move))
                ?? new(last, Math.Max(last, close), Math.Min(last, close), close, move);
        }
    }
}
