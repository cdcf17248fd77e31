using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Volcast.Examples;

/// <summary>
/// Reads forecasts of a running service. Put this file into a project of your own:
/// <code>
/// using var volcast = new VolcastClient(new Uri("http://127.0.0.1:8080"), key: null);
/// var forecast = await volcast.LatestAsync("SPY", horizon: 5);
/// Console.WriteLine($"{forecast["volatility"]} until {forecast["target_end"]}, by version {forecast["model_version"]}");
/// </code>
/// </summary>
public sealed class VolcastClient : IDisposable
{
    private readonly HttpClient http;

    /// <param name="address">Where the service is.</param>
    /// <param name="key">An API key; null where the service asks for none.</param>
    public VolcastClient(Uri address, string? key)
    {
        http = new HttpClient { BaseAddress = address };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
    }

    /// <summary>The newest forecast of the version in charge.</summary>
    public Task<JsonNode> LatestAsync(string symbol, int horizon) =>
        AskAsync(http.GetAsync($"/v1/forecasts/latest?symbol={Uri.EscapeDataString(symbol)}&horizon={horizon}"));

    /// <summary>What the version in charge forecasts from rows of features, and why.</summary>
    /// <param name="rows">Feature → value, each with every input of the model.</param>
    public Task<JsonNode> PredictAsync(IEnumerable<IReadOnlyDictionary<string, double>> rows) =>
        AskAsync(http.PostAsJsonAsync("/v1/predictions", new { rows }));

    public void Dispose() => http.Dispose();

    /// <exception cref="InvalidOperationException">The service refused: its code, the field, and what to do.</exception>
    private static async Task<JsonNode> AskAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var told = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        return answer.IsSuccessStatusCode
            ? told
            : throw new InvalidOperationException($"{told["code"]} {told["field"]}: {told["detail"]}");
    }
}
