using System.Text.Json;
using Volcast.ApiContract.Scenarios;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Predictions;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Scenarios;

/// <summary><c>POST /v1/scenarios</c>: forecasts after a hypothetical session, whose features the same kernel computes as all
/// others.</summary>
internal sealed class ScenarioEndpoints(SnapshotSource source, TradingCalendar calendar)
{
    public void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/scenarios", (Delegate)RunAsync).WithName("runScenario")
        .Describe<ScenarioDocument>("The forecast after a hypothetical next session, with its explanation")
        .WithTags("Predictions")
        .Refuses(StatusCodes.Status409Conflict)
        .Takes<ScenarioRequest>("application/json");

    private async Task<IResult> RunAsync(HttpContext context)
    {
        var snapshot = (await source.RequireAsync(new ApiQuery(context, source).Series, context.RequestAborted)).Snapshot!;
        using var body = await JsonBody.ReadAsync(context);
        var (bars, assumed) = Read(body.RootElement, snapshot);
        return Results.Json(Run(snapshot, bars) with { AssumedBars = assumed }, ApiJson.Contract.ScenarioDocument);
    }

    private static (Dictionary<Symbol, NextBar> Bars, IReadOnlyList<AssumedBarDocument> Assumed) Read(
        JsonElement body, ServingSnapshot snapshot)
    {
        var bars = new Dictionary<Symbol, NextBar>();
        var assumed = new List<AssumedBarDocument>();
        foreach (var member in JsonBody.Members(body, "body"))
        {
            var name = JsonBody.NameOf(member, "body");
            if (name != "bars")
                throw ProblemException.Invalid("unknown_field",
                    $"The body has one member, `bars`, and not '{PrintableText.Of(name)}'.", PrintableText.Of(name));
            foreach (var bar in JsonBody.Members(member.Value, "bars"))
            {
                var ticker = JsonBody.NameOf(bar, "bars");
                var field = $"bars.{PrintableText.Of(ticker)}";
                if (!Symbol.TryParse(ticker, out var symbol) || !snapshot.Symbols.Contains(symbol))
                    throw ProblemException.Invalid("unknown_symbol",
                        $"A scenario has a bar for each of {string.Join(", ", snapshot.Symbols)}, and for no other symbol.",
                        field);
                if (bars.ContainsKey(symbol))
                    throw ProblemException.Invalid("repeated_symbol", $"{symbol} is given twice.", field);
                (bars[symbol], var isAssumed) = ScenarioBar.Read(bar.Value, field, symbol, snapshot.Target.Bars[symbol]);
                // Only the target's range enters a forecast.
                if (isAssumed && symbol == snapshot.Roles.Target)
                    assumed.Add(new(symbol.Value, bars[symbol].Open, bars[symbol].High, bars[symbol].Low, bars[symbol].Close));
            }
        }
        foreach (var symbol in snapshot.Symbols.Where(symbol => !bars.ContainsKey(symbol)))
            throw ProblemException.Invalid("missing_symbol",
                $"{symbol} has no bar in the scenario. Add one; log_return 0 means that it does not move.", $"bars.{symbol}");
        return (bars, assumed);
    }

    private ScenarioDocument Run(ServingSnapshot snapshot, Dictionary<Symbol, NextBar> bars)
    {
        var (target, forecaster) = (snapshot.Target, snapshot.Model.Artifact.Forecaster);
        var (session, roles) = (calendar.Next(target.Inputs.Origin), target.Roles);
        var inputs = ScenarioInputs.Of(snapshot, bars, calendar);
        Explanation reasons;
        try
        {
            reasons = forecaster.Explain(inputs.Known);
        }
        catch (InsufficientDataException missing)
        {
            throw new ProblemException(StatusCodes.Status409Conflict, "input_missing", missing.Message);
        }
        var variance = forecaster.Forecast(inputs.Known);
        var newest = snapshot.Newest.Row.Volatility;
        return new ScenarioDocument
        {
            Symbol = roles.Target.Value,
            DataKind = target.DataKind.Name(),
            Horizon = snapshot.Horizon,
            Session = session,
            TargetEnd = calendar.Add(session, snapshot.Horizon),
            Model = snapshot.Model.Version.Model,
            ModelVersion = snapshot.Model.Version.Number,
            Variance = variance,
            Volatility = Math.Sqrt(variance),
            VolatilityIntervals = ForecastDocuments.Intervals(snapshot.Model.Artifact.Distribution, variance),
            NewestVolatility = newest,
            VolatilityPointsChange = 100 * (Math.Sqrt(variance) - newest),
            Explanation = ExplanationDocuments.Of(reasons),
            Warnings = VersionWarnings.Of(snapshot.Model.Version),
        };
    }
}
