using System.Text;
using Volcast.Forecasting.Distribution;

namespace Volcast.Forecasting.Tests.Distribution;

public sealed class ForecastDistributionStateTests
{
    private static readonly double[] Returns = GeneratedSessions.Gaussian(1400, 12);

    [Theory]
    [InlineData(50)]
    [InlineData(600)]
    [InlineData(1300)]
    public void A_saved_state_continues_bit_for_bit(int days)
    {
        double Forecast(int day) => .02 + .01 * Math.Sin(day);
        var whole = GeneratedSessions.Through(Returns[..days], Forecast, 5);
        var loaded = ForecastDistribution.Load(whole.Save());

        Assert.Equal((5, whole.Count, whole.NewestOrigin, whole.NewestSession),
            (loaded.Horizon, loaded.Count, loaded.NewestOrigin, loaded.NewestSession));
        for (var day = days; day < days + 100; day++)
        {
            foreach (var each in new[] { whole, loaded })
            {
                each.Observe(GeneratedSessions.Start.AddDays(day), Returns[day]);
                each.Issue(Forecast(day));
            }
            Assert.Equal(whole.Interval80(.03), loaded.Interval80(.03));
            Assert.Equal(whole.Interval95(.03), loaded.Interval95(.03));
            Assert.Equal(whole.ProbabilityAbove(.03, .2), loaded.ProbabilityAbove(.03, .2));
            Assert.Equal(whole.OneDayRisk(.03, .99), loaded.OneDayRisk(.03, .99));
            Assert.Equal(whole.HorizonRisk(.03, .95), loaded.HorizonRisk(.03, .95));
        }
        Assert.Equal(whole.Save(), loaded.Save());
    }

    [Theory]
    [InlineData(5, TailMethod.FilteredHistoricalSimulation)]
    [InlineData(22, TailMethod.FilteredHistoricalSimulation)]
    [InlineData(22, TailMethod.NormalVarianceMixture)]
    public void A_file_keeps_its_method(int horizon, TailMethod method)
    {
        var saved = new ForecastDistribution(horizon, method);
        for (var day = 0; day < 600; day++)
        {
            saved.Observe(GeneratedSessions.Start.AddDays(day), Returns[day]);
            saved.Issue(.03);
        }
        var loaded = ForecastDistribution.Load(saved.Save());
        Assert.Equal(method, loaded.Method);
        Assert.Equal(saved.HorizonRisk(.03, .99), loaded.HorizonRisk(.03, .99));
        Assert.Equal(saved.Save(), loaded.Save());
    }

    [Fact]
    public void A_file_without_a_method_is_of_historical_simulation_and_keeps_its_bytes()
    {
        var mixture = GeneratedSessions.Through(Returns[..600], _ => .03, 22).Save();
        var text = Encoding.UTF8.GetString(mixture);
        const string Line = ",\n  \"tailMethod\": \"normal-variance-mixture\"";
        Assert.Contains(Line, text);
        var older = Encoding.UTF8.GetBytes(text.Replace(Line, ""));

        var loaded = ForecastDistribution.Load(older);
        Assert.Equal(TailMethod.FilteredHistoricalSimulation, loaded.Method);
        Assert.Equal(older, loaded.Save());
        var before = new ForecastDistribution(22, TailMethod.FilteredHistoricalSimulation);
        for (var day = 0; day < 600; day++)
        {
            before.Observe(GeneratedSessions.Start.AddDays(day), Returns[day]);
            before.Issue(.03);
        }
        Assert.Equal(before.HorizonRisk(.03, .99), loaded.HorizonRisk(.03, .99));
        Assert.Equal(older, before.Save());
    }

    [Theory]
    [InlineData(5, 50_000, 100_000)]
    [InlineData(22, 200_000, 300_000)]
    public void The_file_stays_small(int horizon, int least, int most)
    {
        double[] years = [.. Enumerable.Repeat(Returns, 10).SelectMany(returns => returns)];
        Assert.InRange(GeneratedSessions.Through(years, _ => .03, horizon).Save().Length, least, most);
    }

    [Fact]
    public void Over_a_month_every_error_of_thirty_years_counts_and_up_to_two_weeks_the_newest_thousand()
    {
        double[] years = [.. Enumerable.Repeat(Returns, 10).SelectMany(returns => returns)];
        Assert.Equal(ForecastDistribution.Capacity, GeneratedSessions.Through(years, _ => .03, 10).Count);
        Assert.Equal(
            Math.Min(ForecastDistribution.LongCapacity, years.Length - 22), GeneratedSessions.Through(years, _ => .03, 22).Count,
            30.0);
    }

    [Fact]
    public void A_file_of_an_older_format_is_refused_with_advice()
    {
        var old = """{"format":1,"capacity":500,"minimum":100,"origins":[],"logResiduals":[]}"""u8.ToArray();
        var error = Assert.Throws<InvalidDataException>(() => ForecastDistribution.Load(old));
        Assert.Contains("format 1", error.Message);
        Assert.Contains("volcast train", error.Message);
    }

    [Fact]
    public void A_file_of_a_newer_format_asks_for_a_newer_volcast() => Assert.Contains("newer Volcast",
        Assert.Throws<InvalidDataException>(() => ForecastDistribution.Load("""{"format":3}"""u8)).Message);

    [Theory]
    [InlineData("\"horizon\": 5", "\"horizon\": 0")]
    [InlineData("\"horizon\": 5", "\"horizon\": \"five\"")]
    [InlineData("\"lower80\": 0.1,", "\"lower80\": 0.9,")]
    [InlineData("\"lower80\": 0.1,", "")]
    [InlineData("\"variance\": 0.03", "\"variance\": -1")]
    [InlineData("\"pending\":", "\"waiting\":")]
    [InlineData("\"format\": 2,", "")]
    [InlineData("\"horizon\": 5,", "\"horizon\": 5, \"tailMethod\": \"copula\",")]
    [InlineData("}", "")]
    public void A_damaged_state_is_refused_by_name(string present, string edited)
    {
        var text = Encoding.UTF8.GetString(GeneratedSessions.Through(Returns[..20], _ => .03, 5).Save());
        Assert.Contains(present, text);
        var error = Assert.Throws<InvalidDataException>(
            () => ForecastDistribution.Load(Encoding.UTF8.GetBytes(text.Replace(present, edited))));
        Assert.Contains("interval.json is damaged", error.Message);
    }

    [Fact]
    public void More_values_than_the_capacity_are_refused()
    {
        var text = Encoding.UTF8.GetString(new ForecastDistribution(5).Save());
        var much = text.Replace(
            "\"logResiduals\": []", $"\"logResiduals\": [{string.Join(',', Enumerable.Repeat("0.1", 1001))}]");
        Assert.NotEqual(text, much);
        Assert.Contains("1001", Assert.Throws<InvalidDataException>(
            () => ForecastDistribution.Load(Encoding.UTF8.GetBytes(much))).Message);
    }
}
