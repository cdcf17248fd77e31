using System.Text.Json;
using Volcast.Cli.Output;
using Volcast.Forecasting.Distribution;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Tests;

public sealed class TermStructureViewTests
{
    private const int Width = 60;
    private const string Refused = "volcast-QQQ-22d version 1 did not pass its gate.";

    /// <summary>The total variances are .09, .1125 and .88; the 99 % value at risk falls from 10 to 22 sessions.</summary>
    private static readonly TermReport Target = TermReport.Of(
        [
            Report(22, .04, new(.08, .10), new(.09, .12)), Report(1, .09, new(.02, .03), new(.04, .05)),
            Report(5, .0225, new(.04, .05), new(.10, .11)),
        ],
        [new(10, "No model forecasts QQQ 10 sessions ahead. Run `volcast train` first.")]);

    private static ForecastReport Report(int horizon, double variance, ForecastTailRisk at95, ForecastTailRisk at99)
    {
        var report = ForecastViewTests.Report;
        var row = report.Row with
        {
            Horizon = horizon,
            TargetEnd = TradingCalendar.Nyse.Add(report.Row.ForecastOrigin, horizon),
            Variance = variance,
            OneDay95 = horizon == 1 ? at95 : new(.02, .03),
            OneDay99 = horizon == 1 ? at99 : new(.04, .05),
            Horizon95 = at95,
            Horizon99 = at99,
            OneSessionModel = horizon == 1 ? null : "volcast-QQQ-1d",
            OneSessionModelVersion = horizon == 1 ? null : "3",
            OneSessionInputDigest = horizon == 1 ? null : "d1",
        };
        return report with
        {
            Row = row,
            Figures = ForecastFigures.Of(report.Roles, row, null, above: null),
            VersionWarnings = horizon == 22 ? [Refused] : [],
            Notes = ["A note."],
        };
    }

    private static (string[] Lines, string Notes) Written(TermReport target, int? width = null, bool withDetail = false)
    {
        using var page = new StringWriter();
        using var notes = new StringWriter();
        var shell = new Shell(page, notes, _ => null, Path.GetTempPath())
        {
            Width = width ?? 120,
            BreaksLines = width is not null,
        };
        TermStructureView.Write(new Terminal(shell), [target], maximumAge: 1, withDetail);
        return (page.ToString().Split(page.NewLine), notes.ToString());
    }

    [Fact]
    public void The_implied_levels_and_the_premium_follow_the_table()
    {
        var premium = new PremiumReport(VariancePremium.Of(21, .04), .04, "volcast-QQQ-22d version 1", [])
        {
            History = new PremiumHistory(.634, 1234, new(2019, 1, 2), new(2024, 6, 12)),
        };
        var target = TermReport.Of(
            [
                Report(1, .09, new(.02, .03), new(.04, .05)) with
                {
                    ImpliedLevels = new([new(Symbol.Parse("^VIX"), 30, .205), new(Symbol.Parse("^VIX3M"), 93, .21)], []),
                },
                Report(22, .04, new(.08, .10), new(.09, .12)) with { Premium = premium },
            ], []);
        var (lines, _) = Written(target);
        Assert.Contains("Implied: VIX 20.5 % (30 calendar days), VIX3M 21.0 % (93 calendar days)", lines);
        Assert.Contains("Variance premium over 22 sessions: +1.0 points, above 63 % of those of 1,234 sessions from 2019-01-02 to "
            + "2024-06-12", lines);
    }

    [Fact]
    public void A_requested_level_has_its_probability_for_each_horizon()
    {
        ForecastReport With(ForecastReport report, double probability) => report with
        {
            Figures = report.Figures with { Probabilities = [new(.2, .5, false), new(.255, probability, false)] },
        };
        var target = TermReport.Of(
            [
                With(Report(1, .09, new(.02, .03), new(.04, .05)), .614),
                With(Report(5, .0225, new(.04, .05), new(.10, .11)), .07),
            ],
            []);
        Assert.Contains("Probability above 25.5 %: 1 session 61 %; 5 sessions 7 %", Written(target).Lines);
        Assert.DoesNotContain(Written(Target).Lines, line => line.StartsWith("Probability", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Width)]
    public void Each_horizon_has_one_row_and_a_raised_number_a_plus(int? width)
    {
        var (lines, notes) = Written(Target, width);
        Assert.All(lines, line => Assert.True(line.Length <= (width ?? 120), line));
        foreach (var row in new[]
        {
            @"^ *1 +(2024-06-14 +)?30\.0 +30\.0 +2\.0 +3\.0 +4\.0 +5\.0\b",
            @"^ *5 +(2024-06-21 +)?15\.0 +7\.5 +4\.0 +5\.0 +10\.0 +11\.0\b",
            @"^ *22 +(2024-07-17 +)?20\.0 +21\.2 +8\.0 +10\.0 +10\.0\+ +12\.0\b",
        })
            Assert.Single(lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, row));
        var page = string.Join(' ', lines.Select(line => line.Trim()));
        Assert.Contains("22 sessions: value at risk at 99 % raised from 9.00 % to 10.00 %.", page, StringComparison.Ordinal);
        Assert.Contains("The stored forecasts are unchanged.", page, StringComparison.Ordinal);
        Assert.Contains("10 sessions: no forecast. No model forecasts QQQ 10 sessions ahead.", page, StringComparison.Ordinal);
        Assert.Equal($"QQQ: A note.{Environment.NewLine}", notes);
    }

    [Fact]
    public void Forecasts_that_agree_have_no_mark()
    {
        var (lines, _) = Written(TermReport.Of([.. Target.Reports.Take(2)], []));
        Assert.DoesNotContain(lines, line => line.Contains('+', StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains('*', StringComparison.Ordinal));
    }

    [Fact]
    public void A_refused_version_is_named_before_the_table_and_in_json()
    {
        var (lines, _) = Written(Target);
        var warning = Array.IndexOf(lines, $"22 sessions: {Refused}");
        Assert.InRange(warning, 0, Array.FindIndex(lines, line => line.Contains("sessions  ", StringComparison.Ordinal)));
        using var output = new StringWriter();
        var shell = new Shell(output, TextWriter.Null, _ => null, Path.GetTempPath());
        TermStructureJson.Write(new Terminal(shell), [Target], TradingCalendar.Nyse, maximumAge: 1);
        using var json = JsonDocument.Parse(output.ToString());
        var horizons = json.RootElement[0].GetProperty("term_structure").GetProperty("horizons");
        Assert.Equal("""["A note."]""", JsonSerializer.Serialize(horizons[0].GetProperty("warnings")));
        Assert.Equal($"""["{Refused}","A note."]""", JsonSerializer.Serialize(horizons[2].GetProperty("warnings")));
    }

    [Fact]
    public void An_extrapolated_loss_has_a_star_and_a_note()
    {
        var long22 = Target.Reports.Single(report => report.Row.Horizon == 22);
        var row = long22.Row with { HorizonWindows = 45 };
        var (lines, _) = Written(TermReport.Of([long22 with { Row = row }], []));
        Assert.Single(lines, line => line.Contains("8.0*", StringComparison.Ordinal) && line.Contains("12.0*", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("* extrapolated: ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_of_each_forecast_follows_on_request_and_names_the_one_session_model()
    {
        var (lines, _) = Written(Target, withDetail: true);
        Assert.Equal(3, lines.Count(line => line.Contains("Why:", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.Contains("from volcast-QQQ-1d version 3", StringComparison.Ordinal)));
    }

    [Fact]
    public void Json_has_the_term_structure_and_each_forecast()
    {
        using var output = new StringWriter();
        var shell = new Shell(output, TextWriter.Null, _ => null, Path.GetTempPath());
        TermStructureJson.Write(new Terminal(shell), [Target], TradingCalendar.Nyse, maximumAge: 1);
        using var json = JsonDocument.Parse(output.ToString());
        var target = Assert.Single(json.RootElement.EnumerateArray());
        var terms = target.GetProperty("term_structure");
        Assert.Equal([1, 5, 22], terms.GetProperty("horizons").EnumerateArray().Select(one => one.GetProperty("horizon").GetInt32()));
        var risk = terms.GetProperty("horizons")[2].GetProperty("tail_risk")[1];
        Assert.Equal((.09, .10), (risk.GetProperty("value_at_risk").GetDouble(), risk.GetProperty("adjusted_value_at_risk").GetDouble()));
        var forecasts = target.GetProperty("forecasts").EnumerateArray().Select(one => one.GetProperty("forecast")).ToArray();
        Assert.Equal([1, 5, 22], forecasts.Select(forecast => forecast.GetProperty("horizon").GetInt32()));
        Assert.Equal([.04, .04, .04], forecasts.Select(one => one.GetProperty("tail_risk")[1].GetProperty("value_at_risk").GetDouble()));
        Assert.Equal(3, forecasts[1].GetProperty("one_session_model_version").GetInt32());
    }
}
