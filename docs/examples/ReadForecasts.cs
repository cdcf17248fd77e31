using System.Globalization;
using Volcast.ApiContract.Client;
using Volcast.ApiContract.Scenarios;

namespace Volcast.Examples;

/// <summary>
/// Reads forecasts from a running service. In a project of your own reference <c>libs/ApiContract</c>, add this file and call
/// <code>
/// using var client = new VolcastClient(new VolcastClientOptions(new Uri("http://127.0.0.1:8080")) { ApiKey = null });
/// await ReadForecasts.RunAsync(client, Console.Out);
/// </code>
/// </summary>
public static class ReadForecasts
{
    public static async Task RunAsync(VolcastClient client, TextWriter output, CancellationToken stop = default)
    {
        var explained = (await client.GetExplanationAsync("SPY", horizon: 5, cancellationToken: stop)).Document;
        var forecast = explained.Forecast;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{forecast.Symbol} {forecast.Volatility:0.000} until {forecast.TargetEnd:yyyy-MM-dd}, "
            + $"by version {forecast.ModelVersion}"));
        foreach (var reason in explained.Explanation.TopReasons)
            await output.WriteLineAsync($"  {reason}");

        // The features of the newest session, with VIX at 40.
        var row = explained.Explanation.Contributions.ToDictionary(one => one.Feature, one => one.Value);
        row["vix"] = 40;
        var predicted = await client.PredictAsync([row], "SPY", horizon: 5, explain: false, stop);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"With VIX at 40: {predicted.Predictions[0].Volatility:0.000}"));

        // The next session falls by 5 %.
        var scenario = await client.RunScenarioAsync(new Dictionary<string, ScenarioBarDocument>
        {
            ["SPY"] = new(LogReturn: -.05),
            ["^VIX"] = new(Close: 40),
            ["^VIX3M"] = new(Close: 36),
            ["TLT"] = new(LogReturn: .01),
            ["HYG"] = new(LogReturn: -.02),
        }, cancellationToken: stop);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"After a fall of 5 %: {scenario.Volatility:0.000}, {scenario.VolatilityPointsChange:+0.0;-0.0} points"));

        try
        {
            await client.GetLatestForecastAsync("SPY", horizon: 4, cancellationToken: stop);
        }
        catch (VolcastProblemException refused)
        {
            await output.WriteLineAsync(refused.Message);
        }
    }
}
