using System.Net;
using System.Net.Http.Headers;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Tests;
using Volcast.Volatility;

namespace Volcast.Services.Api.Tests.Forecasts;

[Trait(Category.Name, Category.Integration)]
public sealed class ForecastEndpointsTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task The_newest_forecast_is_the_one_that_the_job_would_store()
    {
        var document = await api.GetJsonAsync("/v1/forecasts/latest");
        await using var lake = await DataLake.OpenLocalAsync(api.LakeFolder);
        var inputs = await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, TestContext.Current.CancellationToken);
        using var model = await RegisteredForecaster.LoadAsync(
            api.Registry, SimulatedLake.Spy, 5, TestContext.Current.CancellationToken);
        var made = SessionForecast.Make(model, inputs, 5, ForecastKind.Live, TradingCalendar.Nyse).Row;
        Assert.Equal(made.Variance, document.GetProperty("variance").GetDouble());
        Assert.Equal(Math.Sqrt(made.Lower80), document.GetProperty("volatility_intervals")[0].GetProperty("lower").GetDouble());
        Assert.Equal(made.InputDigest, document.GetProperty("input_digest").GetString());
        Assert.Equal(
            ("2014-06-30", "2014-07-08", "live", "SIMULATED"),
            (document.GetProperty("forecast_origin").GetString(), document.GetProperty("target_end").GetString(),
                document.GetProperty("kind").GetString(), document.GetProperty("data_kind").GetString()));
        Assert.Equal(
            made.OneDay99.ExpectedShortfall, document.GetProperty("tail_risk")[2].GetProperty("expected_shortfall").GetDouble());
    }

    [Fact]
    public async Task Contributions_add_up_in_log_variance_and_in_points()
    {
        var document = (await api.GetJsonAsync("/v1/forecasts/latest/explanation")).GetProperty("explanation");
        double Sum(string list, string amount) =>
            document.GetProperty(list).EnumerateArray().Sum(one => one.GetProperty(amount).GetDouble());
        var (output, points) =
            (document.GetProperty("log_variance").GetDouble(), document.GetProperty("volatility_points").GetDouble());
        Assert.Equal(output,
            document.GetProperty("base_log_variance").GetDouble() + Sum("contributions", "log_variance_contribution"), 1e-9);
        Assert.Equal(
            output, document.GetProperty("base_log_variance").GetDouble() + Sum("families", "log_variance_contribution"), 1e-9);
        Assert.Equal(points, document.GetProperty("base_volatility_points")
            .GetDouble() + Sum("contributions", "volatility_points_contribution"), 1e-9);
        Assert.Equal(5, document.GetProperty("top_reasons").GetArrayLength());
        var volatility = (await api.GetJsonAsync("/v1/forecasts/latest")).GetProperty("volatility").GetDouble();
        Assert.Equal(100 * volatility, points, 1e-4);
    }

    [Fact]
    public async Task An_unchanged_response_is_304_without_a_body()
    {
        using var first = await api.Http.GetAsync("/v1/forecasts/latest", TestContext.Current.CancellationToken);
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/forecasts/latest");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Json_and_csv_have_different_etags()
    {
        using var json = await api.Http.GetAsync("/v1/forecasts/latest", TestContext.Current.CancellationToken);
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/forecasts/latest?format=csv");
        request.Headers.IfNoneMatch.Add(json.Headers.ETag!);
        using var csv = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, csv.StatusCode);
        Assert.NotEqual(json.Headers.ETag, csv.Headers.ETag);
    }

    [Theory]
    [InlineData("text/csv", "text/csv")]
    [InlineData("application/json;q=0.5, text/csv", "text/csv")]
    [InlineData("text/*;q=0.2, application/*", "application/json")]
    [InlineData("*/*", "application/json")]
    public async Task The_media_type_is_the_one_that_the_client_prefers(string accept, string expected)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/forecasts/latest");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_newest_forecast_has_the_quantiles_of_its_distribution_and_they_meet_its_interval()
    {
        var json = await api.GetJsonAsync("/v1/forecasts/latest");
        var quantiles = json.GetProperty("volatility_quantiles").EnumerateArray()
            .ToDictionary(one => one.GetProperty("probability").GetDouble(), one => one.GetProperty("volatility").GetDouble());
        Assert.Equal(Enumerable.Range(1, 99).Select(percent => percent / 100.0), quantiles.Keys);
        var inner = json.GetProperty("volatility_intervals").EnumerateArray().First();
        Assert.Equal(inner.GetProperty("lower").GetDouble(), quantiles[.1], 12);
        Assert.Equal(inner.GetProperty("upper").GetDouble(), quantiles[.9], 12);
        Assert.All((await api.GetJsonAsync("/v1/forecasts")).GetProperty("forecasts").EnumerateArray(),
            stored => Assert.Equal(0, stored.GetProperty("volatility_quantiles").GetArrayLength()));
    }

    [Fact]
    public async Task A_requested_level_is_in_csv_as_in_json()
    {
        var json = await api.GetJsonAsync("/v1/forecasts/latest?above=25");
        var level = Assert.Single(json.GetProperty("probabilities_above").EnumerateArray(),
            one => one.GetProperty("volatility").GetDouble() == .25);
        var csv = await api.Http.GetStringAsync(
            "/v1/forecasts/latest?above=25&format=csv", TestContext.Current.CancellationToken);
        var lines = csv.TrimEnd('\n').Split('\n');
        Assert.EndsWith(",probability_above_25", lines[0], StringComparison.Ordinal);
        Assert.EndsWith($",{level.GetProperty("probability_above").GetRawText()}", lines[1], StringComparison.Ordinal);
        // The usual level is not repeated.
        Assert.Single((await api.GetJsonAsync("/v1/forecasts/latest?above=20")).GetProperty("probabilities_above")
            .EnumerateArray(), one => !one.GetProperty("is_implied").GetBoolean());
    }

    [Fact]
    public async Task An_unavailable_media_type_is_refused()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/forecasts/latest");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/png"));
        await api.ProblemAsync(request, 406, "not_acceptable", "Accept");
    }

    [Theory]
    [InlineData("/v1/forecasts/latest?symbol=QQQ", 404, "unknown_symbol", "symbol")]
    [InlineData("/v1/forecasts/latest?symbol=%2e%2e%2fetc", 400, "invalid_symbol", "symbol")]
    [InlineData("/v1/forecasts/latest?horizon=4", 400, "invalid_horizon", "horizon")]
    [InlineData("/v1/forecasts/latest?horizon=5e0", 400, "invalid_horizon", "horizon")]
    [InlineData("/v1/forecasts/latest?horizon=22", 404, "no_model", "horizon")]
    [InlineData("/v1/forecasts/latest?above=-1", 400, "invalid_above", "above")]
    [InlineData("/v1/forecasts/latest?above=NaN", 400, "invalid_above", "above")]
    [InlineData("/v1/forecasts/latest?above=25,5", 400, "invalid_above", "above")]
    [InlineData("/v1/forecasts/latest?above=1,000", 400, "invalid_above", "above")]
    [InlineData("/v1/forecasts/latest?above=%2025", 400, "invalid_above", "above")]
    [InlineData("/v1/forecasts/latest?symbool=SPY", 400, "unknown_parameter", "symbool")]
    [InlineData("/v1/forecasts/latest?symbol=SPY&symbol=SPY", 400, "repeated_parameter", "symbol")]
    [InlineData("/v1/forecasts/latest?format=xlsx", 400, "invalid_format", "format")]
    [InlineData("/v1/forecasts?kind=dead", 400, "invalid_kind", "kind")]
    [InlineData("/v1/forecasts?from=2014-13-01", 400, "invalid_date", "from")]
    [InlineData("/v1/forecasts?from=2014-02-01&to=2014-01-01", 400, "invalid_range", "from")]
    [InlineData("/v1/forecasts?limit=1001", 400, "invalid_limit", "limit")]
    [InlineData("/v1/forecasts/2014-01-02/explanation", 404, "no_forecast", "origin")]
    [InlineData("/v1/forecasts/yesterday/explanation", 400, "invalid_date", "origin")]
    [InlineData("/v1/nothing", 404, "no_such_route", null)]
    public async Task An_error_names_its_code_and_field(string path, int status, string code, string? field) =>
        await api.ProblemAsync(path, status, code, field);

    [Fact]
    public async Task Stored_forecasts_come_in_pages_with_their_realised_variance()
    {
        var days = await StoreAsync(3);
        await api.RefreshAsync();
        var page = await api.GetJsonAsync("/v1/forecasts?kind=backfill&limit=2");
        Assert.Equal((3, 2), (page.GetProperty("total").GetInt32(), page.GetProperty("forecasts").GetArrayLength()));
        var second = await api.GetJsonAsync(page.GetProperty("next").GetString()!);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.GetProperty("next").ValueKind);
        var oldest = Assert.Single(second.GetProperty("forecasts").EnumerateArray());
        Assert.Equal($"{days[0]:yyyy-MM-dd}", oldest.GetProperty("forecast_origin").GetString());

        var realized = oldest.GetProperty("realized");
        await using var lake = await DataLake.OpenLocalAsync(api.LakeFolder);
        var bars = CuratedMarketTable.FromFrame(
            SimulatedLake.Spy, await lake.ReadAsync(CuratedMarketTable.Schema, SimulatedLake.Spy));
        var row = Array.IndexOf(bars.Session, days[0]);
        Assert.Equal(RealizedVariance.OfReturns(bars.LogReturn.AsSpan(row + 1, 5)), realized.GetProperty("variance").GetDouble());
        Assert.True(realized.GetProperty("is_complete").GetBoolean());
        await api.GetJsonAsync($"/v1/forecasts/{days[0]:yyyy-MM-dd}/explanation");
    }

    /// <summary>Stores backfilled rows of past origins.</summary>
    private async Task<DateOnly[]> StoreAsync(int count)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(api.LakeFolder, DataKind.Simulated);
        var inputs = await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, CancellationToken.None);
        var rows = new List<ForecastRow>();
        for (var i = 0; i < count; i++)
        {
            using var model = await RegisteredForecaster.LoadAsync(api.Registry, SimulatedLake.Spy, 5, CancellationToken.None);
            var then = new ForecastInputs(inputs.Known.KnownAt(inputs.Known.Rows - 30 + i));
            rows.Add(SessionForecast.Make(model, then, 5, ForecastKind.Backfill, TradingCalendar.Nyse).Row);
        }
        await lake.CommitAsync(
            ForecastsTable.Schema, SimulatedLake.Spy, new ForecastsTable { Symbol = SimulatedLake.Spy, Rows = rows }.ToFrame());
        return [.. rows.Select(row => row.ForecastOrigin)];
    }
}
