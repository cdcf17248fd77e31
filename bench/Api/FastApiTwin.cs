using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Volcast.Bench.Api;

/// <summary>The same trees behind FastAPI, and the check that both services give the same numbers.</summary>
internal static class FastApiTwin
{
    private const string Python = "/usr/bin/python3";
    private const double Tolerance = 1e-4; // XGBoost's contributions are single precision.
    private static readonly string Script = Path.Combine(BenchPage.Root, "bench", "python", "api_fastapi.py");

    /// <summary>The versions of Python and its libraries, or null if one is missing.</summary>
    public static string? Version() => ProcessRun.Version(Python, "-c", """
        import platform, fastapi, uvicorn, uvloop, httptools, xgboost
        modules = (fastapi, uvicorn, uvloop, httptools, xgboost)
        print("Python", platform.python_version(), *(f"{m.__name__} {m.__version__}" for m in modules))
        """);

    public static async Task<ServerProcess> StartAsync(ServedModel model)
    {
        var path = Path.Combine(BenchPage.Results, "api_model.json");
        await File.WriteAllBytesAsync(path, model.Booster);
        return await ServerProcess.StartAsync(Python, port => [Script, path, $"{port}"]);
    }

    /// <exception cref="BenchmarkException">The two services give different numbers, so their speeds cannot be
    /// compared.</exception>
    public static async Task RequireSameAsync(Uri ours, Uri theirs, string key, string body)
    {
        var (our, their) = (await AskAsync(ours, key, body), await AskAsync(theirs, key, body));
        var shares = our.GetProperty("explanation").GetProperty("contributions").EnumerateArray();
        var theirShares = their.GetProperty("contributions");
        var variance = their.GetProperty("variance").GetDouble();
        if (!(Math.Abs(our.GetProperty("variance").GetDouble() / variance - 1) < Tolerance)
            || shares.Any(share => !(Math.Abs(share.GetProperty("log_variance_contribution").GetDouble()
                - theirShares.GetProperty(share.GetProperty("feature").GetString()!).GetDouble()) < Tolerance)))
            throw new BenchmarkException($"the two services give different numbers for one row: {our} and {their}.");
    }

    private static async Task<JsonElement> AskAsync(Uri address, string key, string body)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.PostAsync(address, new StringContent(body, Encoding.UTF8, "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement.GetProperty("predictions")[0]
            : throw new BenchmarkException($"{address} answers {(int)answer.StatusCode}: {text}");
    }
}
