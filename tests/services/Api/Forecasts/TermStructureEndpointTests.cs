using System.Net;
using System.Text.Json;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Forecasts;

[Trait(Category.Name, Category.Integration)]
public sealed class TermStructureEndpointTests(TermStructureEndpointTests.ThreeHorizons api)
    : IClassFixture<TermStructureEndpointTests.ThreeHorizons>
{
    private const string Route = "/v1/forecasts/latest/term-structure";
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    /// <summary>Models over 1, 5 and 22 sessions; none over 10.</summary>
    public sealed class ThreeHorizons : ApiUnderTest
    {
        protected override async Task BeforeLookAsync()
        {
            await RegisterHarAsync(1, 'b');
            await RegisterHarAsync(22, 'c');
        }

        public Task<ModelVersion> RegisterHarAsync(int horizon, char digest, int newest = 100, string market = "SIMULATED") =>
            SampleHar.RegisterAsync(Registry, LakeFolder, horizon, digest, Clock.Now, newest, market: market);
    }

    [Fact]
    public async Task The_newest_forecasts_of_all_horizons_come_together()
    {
        var terms = await api.GetJsonAsync(Route);
        Assert.Equal(("SPY", "SIMULATED", "2014-06-30", "2014-07-01", 0),
            (terms.GetProperty("symbol").GetString(), terms.GetProperty("data_kind").GetString(),
                terms.GetProperty("forecast_origin").GetString(), terms.GetProperty("target_start").GetString(),
                terms.GetProperty("sessions_behind").GetInt32()));
        var missing = Assert.Single(terms.GetProperty("missing_horizons").EnumerateArray());
        Assert.Equal(10, missing.GetProperty("horizon").GetInt32());
        Assert.Contains("volcast train --target SPY --horizon 10", missing.GetProperty("reason").GetString(),
            StringComparison.Ordinal);

        var (sessions, total, loss) = (0, 0.0, 0.0);
        foreach (var (point, horizon) in terms.GetProperty("horizons").EnumerateArray().Zip([1, 5, 22]))
        {
            var single = await api.GetJsonAsync($"/v1/forecasts/latest?horizon={horizon}");
            foreach (var name in new[] { "horizon", "variance", "volatility", "target_end", "kind", "model", "model_version", "is_stored", "warnings" })
                Assert.Equal(single.GetProperty(name).GetRawText(), point.GetProperty(name).GetRawText());
            var own = single.GetProperty("tail_risk").EnumerateArray().Last(); // Over the horizon, at 99 %.
            var risk = point.GetProperty("tail_risk").EnumerateArray().Last();
            Assert.Equal(own.GetProperty("value_at_risk").GetDouble(), risk.GetProperty("value_at_risk").GetDouble());

            var adjusted = horizon * point.GetProperty("adjusted_variance").GetDouble();
            var forward = point.GetProperty("forward_variance").GetDouble();
            Assert.Equal(Math.Max(total, horizon * single.GetProperty("variance").GetDouble()), adjusted, 1e-15);
            Assert.Equal((adjusted - total) / (horizon - sessions), forward, 1e-15);
            Assert.True(forward >= 0);
            Assert.Equal(Math.Max(loss, own.GetProperty("value_at_risk").GetDouble()),
                risk.GetProperty("adjusted_value_at_risk").GetDouble());
            (sessions, total, loss) = (horizon, adjusted, risk.GetProperty("adjusted_value_at_risk").GetDouble());
        }
        Assert.Equal(22, sessions);
    }

    [Fact]
    public async Task The_implied_levels_and_the_premium_stand_beside_the_forecasts()
    {
        var terms = await api.GetJsonAsync(Route);
        var market = await api.GetJsonAsync("/v1/market/2014-06-30");
        var closes = market.GetProperty("bars").EnumerateArray()
            .ToDictionary(bar => bar.GetProperty("symbol").GetString()!, bar => bar.GetProperty("close").GetDouble());
        Assert.Equal([("^VIX", 30, closes["^VIX"] / 100), ("^VIX3M", 93, closes["^VIX3M"] / 100)],
            terms.GetProperty("implied_volatilities").EnumerateArray().Select(level => (level.GetProperty("symbol").GetString()!,
                level.GetProperty("calendar_days").GetInt32(), level.GetProperty("volatility").GetDouble())));
        Assert.Equal("the lake has no bars of ^VIX9D.",
            Assert.Single(terms.GetProperty("missing_implied_volatilities").EnumerateArray()).GetProperty("reason").GetString());
        var month = terms.GetProperty("horizons").EnumerateArray().Last();
        var premium = terms.GetProperty("variance_premium");
        Assert.Equal(Math.Pow(closes["^VIX"] / 100, 2) - month.GetProperty("variance").GetDouble(),
            premium.GetProperty("variance").GetDouble(), 1e-12);
        // The models of this test have no walk-forward.
        Assert.Equal(JsonValueKind.Null, premium.GetProperty("percentile").ValueKind);
        Assert.Contains("was registered without", premium.GetProperty("percentile_missing_reason").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_horizon_states_the_value_at_risk_of_the_one_session_model()
    {
        var one = await api.GetJsonAsync("/v1/forecasts/latest?horizon=1");
        Assert.Equal(JsonValueKind.Null, one.GetProperty("one_session_model").ValueKind);
        foreach (var horizon in new[] { 5, 22 })
        {
            var other = await api.GetJsonAsync($"/v1/forecasts/latest?horizon={horizon}");
            foreach (var i in new[] { 0, 1 })
                Assert.Equal(one.GetProperty("tail_risk")[i].GetRawText(), other.GetProperty("tail_risk")[i].GetRawText());
            Assert.Equal(("volcast-SPY-1d", one.GetProperty("model_version").GetInt32()),
                (other.GetProperty("one_session_model").GetString(), other.GetProperty("one_session_model_version").GetInt32()));
            Assert.Equal(
                one.GetProperty("input_digest").GetString(), other.GetProperty("one_session_input_digest").GetString());
        }
    }

    [Fact]
    public async Task Another_one_session_model_changes_the_served_risk_and_the_etags()
    {
        var (single, terms) = (await TaggedAsync("/v1/forecasts/latest"), await TaggedAsync(Route));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync("/v1/forecasts/latest", single.Tag));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(Route, terms.Tag));

        var version = await api.RegisterHarAsync(1, 'd', newest: 40);
        await api.RefreshAsync();
        var (after, termsAfter) = (await TaggedAsync("/v1/forecasts/latest"), await TaggedAsync(Route));
        Assert.NotEqual(single.Tag, after.Tag);
        Assert.NotEqual(terms.Tag, termsAfter.Tag);
        Assert.Equal(version.Number, after.Body.GetProperty("one_session_model_version").GetInt32());
        Assert.Equal(single.Body.GetProperty("variance").GetDouble(), after.Body.GetProperty("variance").GetDouble());
        Assert.NotEqual(single.Body.GetProperty("tail_risk")[0].GetRawText(), after.Body.GetProperty("tail_risk")[0].GetRawText());
        Assert.Equal(termsAfter.Body.GetProperty("horizons")[0].GetProperty("tail_risk")[0].GetProperty("value_at_risk").GetRawText(),
            after.Body.GetProperty("tail_risk")[0].GetProperty("value_at_risk").GetRawText());
    }

    [Theory]
    [InlineData(Route + "?symbol=QQQ", 404, "unknown_symbol", "symbol")]
    [InlineData(Route + "?symbol=%2e%2e%2fetc", 400, "invalid_symbol", "symbol")]
    [InlineData(Route + "?horizon=5", 400, "unknown_parameter", "horizon")]
    [InlineData(Route + "?above=25", 400, "unknown_parameter", "above")]
    public async Task An_error_names_its_code_and_field(string path, int status, string code, string field) =>
        await api.ProblemAsync(path, status, code, field);

    private async Task<(string Tag, JsonElement Body)> TaggedAsync(string path)
    {
        using var answer = await api.Http.GetAsync(path, Stop);
        return (answer.Headers.ETag!.Tag, await ApiUnderTest.JsonOf(answer));
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await api.Http.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}

/// <summary>Services in another state than the usual one.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class TermStructureOfOtherServicesTests
{
    private const string Route = "/v1/forecasts/latest/term-structure";

    private sealed class Prepared(Func<Prepared, Task> prepare) : ApiUnderTest
    {
        protected override Task BeforeLookAsync() => prepare(this);
    }

    private static async Task WithAsync(Func<Prepared, Task> prepare, Func<Prepared, Task> act)
    {
        var api = new Prepared(prepare);
        try
        {
            await api.InitializeAsync();
            await act(api);
        }
        finally
        {
            await api.DisposeAsync();
        }
    }

    private static IEnumerable<JsonElement> TailRiskWarnings(JsonElement forecast) =>
        forecast.GetProperty("warnings").EnumerateArray().Where(warning => warning.GetString()!
            .StartsWith("The tail risk of the next session is the 5-session model's: ", StringComparison.Ordinal));

    [Fact]
    public Task Without_a_model_of_any_horizon_it_is_404() => WithAsync(
        api =>
        {
            Directory.Delete(api.RegistryFolder, recursive: true);
            return Task.CompletedTask;
        },
        api => api.ProblemAsync(Route, 404, "no_model", "symbol"));

    [Fact]
    public Task Before_the_newest_session_has_settled_it_is_503() => WithAsync(
        api =>
        {
            api.Clock.Now = TradingCalendar.Nyse.SettlesAt(ApiUnderTest.Last).AddTicks(-1);
            return Task.CompletedTask;
        },
        api => api.ProblemAsync(Route, 503, "not_ready"));

    [Fact]
    public Task A_one_session_model_of_real_data_is_not_used_and_a_warning_says_so() => WithAsync(
        api => SampleHar.RegisterAsync(api.Registry, api.LakeFolder, 1, 'b', api.Clock.Now, market: "REAL"),
        async api =>
        {
            var forecast = await api.GetJsonAsync("/v1/forecasts/latest");
            Assert.Equal(JsonValueKind.Null, forecast.GetProperty("one_session_model").ValueKind);
            Assert.Equal(6, forecast.GetProperty("tail_risk").GetArrayLength());
            Assert.Single(TailRiskWarnings(forecast));
            var terms = await api.GetJsonAsync(Route);
            Assert.Equal([5], terms.GetProperty("horizons").EnumerateArray().Select(one => one.GetProperty("horizon").GetInt32()));
            Assert.Equal([1, 10, 22], terms.GetProperty("missing_horizons").EnumerateArray()
                .Select(one => one.GetProperty("horizon").GetInt32()));
        });

    [Fact]
    public Task A_changed_one_session_model_answers_tampered_and_the_others_are_served() => WithAsync(
        async api =>
        {
            await SampleHar.RegisterAsync(api.Registry, api.LakeFolder, 1, 'b', api.Clock.Now);
            var one = await RegisteredForecaster.FindServingVersionAsync(
                api.Registry, SimulatedLake.Spy, 1, TestContext.Current.CancellationToken);
            var file = Directory.GetFiles(api.RegistryFolder, "SHA256SUMS", SearchOption.AllDirectories)
                .Single(path => path.Contains(one.Version.RunId, StringComparison.Ordinal));
            var model = Directory.GetFiles(Path.GetDirectoryName(file)!, "*.json").Order(StringComparer.Ordinal).First();
            await File.AppendAllTextAsync(model, " ", TestContext.Current.CancellationToken);
        },
        async api =>
        {
            foreach (var path in new[] { "/v1/forecasts/latest?horizon=1", "/v1/models/champion?horizon=1" })
            {
                var detail = (await api.ProblemAsync(path, 503, "model_tampered")).GetProperty("detail").GetString();
                Assert.StartsWith("Model volcast-SPY-1d/1 ", detail, StringComparison.Ordinal);
                Assert.Contains(" has a changed file ", detail, StringComparison.Ordinal);
            }
            await api.GetJsonAsync("/v1/forecasts/latest");
        });

    [Fact]
    public Task A_forecast_that_was_stored_with_its_own_risk_is_served_as_it_was_stored() => WithAsync(
        async api =>
        {
            var stop = TestContext.Current.CancellationToken;
            await using (var lake = await DataLake.OpenLocalForWritingAsync(api.LakeFolder, DataKind.Simulated))
            {
                var inputs = await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, stop);
                using var model = await RegisteredForecaster.LoadAsync(api.Registry, SimulatedLake.Spy, 5, stop);
                var row = SessionForecast.Make(model, inputs, 5, ForecastKind.Live, TradingCalendar.Nyse).Row;
                await lake.CommitAsync(ForecastsTable.Schema, SimulatedLake.Spy,
                    new ForecastsTable { Symbol = SimulatedLake.Spy, Rows = [row] }.ToFrame(), cancellationToken: stop);
            }
            await SampleHar.RegisterAsync(api.Registry, api.LakeFolder, 1, 'b', api.Clock.Now);
        },
        async api =>
        {
            var (five, one) = (await api.GetJsonAsync("/v1/forecasts/latest"),
                await api.GetJsonAsync("/v1/forecasts/latest?horizon=1"));
            Assert.True(five.GetProperty("is_stored").GetBoolean());
            Assert.Equal(JsonValueKind.Null, five.GetProperty("one_session_model").ValueKind);
            Assert.NotEqual(one.GetProperty("tail_risk")[0].GetRawText(), five.GetProperty("tail_risk")[0].GetRawText());
            Assert.EndsWith("the one-session model did not give it when this forecast was stored.",
                Assert.Single(TailRiskWarnings(five)).GetString(), StringComparison.Ordinal);
        });

    /// <summary>Its new version cannot forecast this lake, so its series keeps the forecast of the session before.</summary>
    [Fact]
    public Task A_horizon_that_is_left_behind_is_listed_with_its_reason() => WithAsync(
        api => SampleHar.RegisterAsync(api.Registry, api.LakeFolder, 22, 'b', api.Clock.Now),
        async api =>
        {
            await api.GetJsonAsync(Route);
            await SampleHar.RegisterAsync(api.Registry, api.LakeFolder, 22, 'c', api.Clock.Now, market: "REAL");
            var next = TradingCalendar.Nyse.Next(ApiUnderTest.Last);
            await SimulatedLake.FillAsync(api.LakeFolder, ApiUnderTest.First, next);
            api.Clock.Now = TradingCalendar.Nyse.SettlesAt(next);
            await api.RefreshAsync();

            using var answer = await api.Http.GetAsync(Route, TestContext.Current.CancellationToken);
            var terms = await ApiUnderTest.JsonOf(answer);
            Assert.Equal("2014-07-01", terms.GetProperty("forecast_origin").GetString());
            Assert.Equal([5], terms.GetProperty("horizons").EnumerateArray().Select(one => one.GetProperty("horizon").GetInt32()));
            var left = terms.GetProperty("missing_horizons").EnumerateArray().Last();
            Assert.Equal(22, left.GetProperty("horizon").GetInt32());
            Assert.StartsWith("its newest forecast is from 2014-06-30, and the others are from 2014-07-01. volcast-SPY-22d version 2 ",
                left.GetProperty("reason").GetString(), StringComparison.Ordinal);
            Assert.Contains("learnt from REAL data", Assert.Single(answer.Headers.GetValues(SnapshotResult.StaleHeader)),
                StringComparison.Ordinal);
        });
}
