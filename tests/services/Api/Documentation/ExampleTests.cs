using Volcast.ApiContract.Client;
using Volcast.Examples;

namespace Volcast.Services.Api.Tests.Documentation;

/// <summary>Runs docs/examples against the service and its lake.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ExampleTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    private static readonly string Python = Environment.GetEnvironmentVariable("VOLCAST_PYTHON") ?? "/usr/bin/python3";

    private string Address => api.Http.BaseAddress!.ToString().TrimEnd('/');

    [Fact]
    public async Task Curl_shows_forecast_explanation_not_modified_and_scenario()
    {
        await RequireAsync("curl", ["--version"], "curl");
        var lines = (await RunAsync("bash", Example("curl.sh"), Address)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Contains("\"volatility\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"top_reasons\"", lines[1], StringComparison.Ordinal);
        Assert.Equal("304", lines[2]);
        Assert.Contains("\"volatility_points_change\"", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_csharp_example_reads_predicts_runs_a_scenario_and_shows_a_refusal()
    {
        using var client = new VolcastClient(new VolcastClientOptions(api.Http.BaseAddress!));
        using var output = new StringWriter();
        await ReadForecasts.RunAsync(client, output, TestContext.Current.CancellationToken);
        var lines = output.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Matches(@"^SPY 0\.\d{3} until 2014-07-08, by version 1$", lines[0]);
        Assert.All(lines[1..6], line => Assert.Matches(@"^  .+ (raises|lowers) the forecast by \d+\.\d points$", line));
        Assert.Matches(@"^With VIX at 40: 0\.\d{3}$", lines[6]);
        Assert.Matches(@"^After a fall of 5 %: 0\.\d{3}, \+\d+\.\d points$", lines[7]);
        Assert.Equal("400 invalid_horizon (horizon): The horizon 4 is not 1, 5, 10 or 22 sessions.", lines[8]);
    }

    [Fact]
    public async Task The_client_reads_every_document()
    {
        var stop = TestContext.Current.CancellationToken;
        using var client = new VolcastClient(new VolcastClientOptions(api.Http.BaseAddress!));
        var latest = await client.GetLatestForecastAsync(above: 25, cancellationToken: stop);
        Assert.Equal(latest.Document.ForecastOrigin,
            (await client.GetExplanationAsync(cancellationToken: stop)).Document.Forecast.ForecastOrigin);
        Assert.Equal(.25, latest.Document.ProbabilitiesAbove[^1].Volatility);
        Assert.True((await client.GetLatestForecastAsync(above: 25, cancellationToken: stop)).IsUnchanged);
        Assert.Equal(0, (await client.GetForecastsAsync(cancellationToken: stop)).Document.Total);
        Assert.Equal(1, Assert.Single((await client.GetModelsAsync(cancellationToken: stop)).Document.Models).ServingVersion);
        Assert.Equal(latest.Document.ForecastOrigin, (await client.GetFeaturesAsync(cancellationToken: stop)).Document.Session);
        Assert.Equal(5, (await client.GetMarketAsync(cancellationToken: stop)).Document.Bars.Count);
        Assert.Equal(5, (await client.GetQualityAsync(cancellationToken: stop)).Document.Series.Count);
        Assert.Equal(0, (await client.GetTrackRecordAsync(cancellationToken: stop)).Document.LiveForecasts);
        Assert.Equal("ready", (await client.GetHealthAsync(stop)).State);
        var missing = await Assert.ThrowsAsync<VolcastProblemException>(() => client.GetChampionAsync(cancellationToken: stop));
        Assert.Equal("no_champion", missing.Code);
    }

    [Fact]
    public async Task Pandas_reads_the_csv_of_the_service()
    {
        await RequireAsync(Python, ["-c", "import pandas"], "python3-pandas");
        var document = await RunAsync(Python, Example("forecasts.py"), Address);
        Assert.Contains("SPY", document, StringComparison.Ordinal);
        Assert.Contains("0 stored, 0 live forecasts with a known outcome", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pandas_reads_the_lake()
    {
        await RequireAsync(Python, ["-c", "import pandas, pyarrow"], "pandas and pyarrow");
        var document = await RunAsync(Python, Example("lake_pandas.py"), api.LakeFolder);
        Assert.Contains($"{ApiUnderTest.Last:yyyy-MM-dd}", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DuckDb_reads_the_lake()
    {
        await RequireAsync(Python, ["-c", "import duckdb"], "the Python package duckdb");
        Assert.Contains("2013", await RunAsync(Python, Example("lake_duckdb.py"), api.LakeFolder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/forecasts/latest?format=csv", 2)]
    [InlineData("/v1/forecasts?format=csv&limit=1000", 1)]
    public async Task The_address_alone_asks_for_csv(string path, int lines)
    {
        using var answer = await api.Http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        var rows = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n');
        Assert.Equal(lines, rows.Length);
        Assert.All(rows, row => Assert.Equal(rows[0].Count(letter => letter == ','), row.Count(letter => letter == ',')));
        await api.ProblemAsync(path.Replace("csv", "xlsx", StringComparison.Ordinal), 400, "invalid_format", "format");
    }

    private static string Example(string file) => Path.Combine(SharedData.RepositoryRoot, "docs", "examples", file);

    /// <summary>Skips the running test if a program is missing.</summary>
    private static async Task RequireAsync(string program, string[] arguments, string needed)
    {
        try
        {
            Assert.SkipUnless((await ProgramRun.OfAsync(program, arguments)).Code == 0, $"needs {needed}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"needs {needed}: there is no {program}");
        }
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (code, output, error) = await ProgramRun.OfAsync(program, arguments);
        Assert.True(code == 0, $"{arguments[0]} ended with {code}: {error}{output}");
        return output;
    }
}
