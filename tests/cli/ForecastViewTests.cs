using System.Text.Json;
using Volcast.Cli.Output;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Tests;

public sealed class ForecastViewTests
{
    private static readonly DateOnly Origin = new(2024, 6, 13);

    internal static ForecastReport Report { get; } = new()
    {
        Roles = AssetRoles.For(Symbol.Parse("QQQ"), ImpliedVolatilityIndex.Parse("QQQ=^VXN")),
        DataKind = DataKind.Real,
        Row = new ForecastRow
        {
            Horizon = 5,
            ForecastOrigin = Origin,
            Model = "volcast-QQQ-5d",
            ModelVersion = "1",
            Kind = ForecastKind.Live,
            TargetEnd = TradingCalendar.Nyse.Add(Origin, 5),
            AsOf = TradingCalendar.Nyse.SettlesAt(Origin),
            Variance = 0.04,
            Contributions = "[]",
            Base = 0.18,
            ContributionScale = "volatility",
            InputDigest = "",
        },
        TargetStart = TradingCalendar.Nyse.Next(Origin),
        Recipe = "xgboost-21",
        Alias = "challenger",
        TrainedTo = Origin,
        Explained = new ExplainedForecast(Origin, 0.04,
            new Explanation(ContributionScale.Volatility, 0.18, [new Contribution("vix", 19, 0.02)], 0.20),
            new Explanation(ContributionScale.Volatility, 0.18, [new Contribution("vix", 19, 0.02)], 0.20)),
        Implied = 19,
        Realized5 = 0.15,
        Realized20 = double.NaN,
        Premium = new Reason("run the training of 22 sessions."),
        SessionsBehind = 0,
        IsNew = true,
        VersionWarnings = [],
    };

    private static string PageOf(ForecastReport report) => Written(report).Page;

    private static (string Page, string Notes) Written(ForecastReport report, int? width = null, bool showsStyles = false)
    {
        using var page = new StringWriter();
        using var notes = new StringWriter();
        var shell = new Shell(page, notes, _ => null, Path.GetTempPath())
        {
            Width = width ?? 120,
            BreaksLines = width is not null,
            ShowsStyles = showsStyles,
        };
        ForecastView.Write(new Terminal(shell), report, maximumAge: 1);
        return (page.ToString(), notes.ToString());
    }

    /// <summary>A page with everything that a usual forecast has.</summary>
    private static ForecastReport Full { get; } = Report with
    {
        DataKind = DataKind.Simulated,
        Row = Report.Row with { Lower80 = .0225, Upper80 = .0625, Lower95 = .01, Upper95 = .16 },
        Realized20 = .3,
        Explained = new ExplainedForecast(Origin, 0.04, Reasons(54), Reasons(54)),
        Figures = new ForecastFigures(
            [new(.19, .456, IsImplied: true), new(.2, .397, IsImplied: false)],
            [.. new[] { .95, .975, .99 }.SelectMany(level => new TailRisk[]
                { new(1, level, .02, .03, 900), new(5, level, .05, .06, level == .99 ? 200 : 900) })], []),
        Premium = new Reason("it needs a forecast over 22 sessions: run `volcast train --horizon 22`, then `volcast forecast`."),
    };

    private static Explanation Reasons(int length) => new(ContributionScale.Volatility, 0.18,
        [.. Enumerable.Range(0, 9).Select(i => new Contribution(
            string.Concat(Enumerable.Repeat("label ", length / 6)).Trim(), i, (i % 2 == 0 ? .01 : -.005) / (1 + i)))], 0.20);

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public void A_forecast_fits_the_width_and_one_screen(int width)
    {
        var lines = Written(Full, width).Page.TrimEnd().Split(Environment.NewLine);
        Assert.All(lines, line => Assert.True(line.Length <= width || !line.Trim().Contains(' '), line));
        if (width == 80)
            Assert.True(lines.Length is > 18 and <= 24, string.Join('\n', lines));
    }

    /// <summary>The scale of 39 columns runs from 10 to 40 %, between margins of six for the bounds. Columns 0 to 38 are at 10 to
    /// 40 %: 15 % is at 6, 19 % at 11, 20 % at 13, 25 % at 19 and 30 % at 25.</summary>
    [Fact]
    public void The_intervals_the_implied_and_the_realised_volatility_are_drawn_on_one_scale()
    {
        var lines = Written(Full).Page.Split(Environment.NewLine);
        string[] drawn =
        [
            $"  80 % interval              {Blank(6 + 6 - 5)}15.0 ├{Bar(6)}●{Bar(5)}┤ 25.0",
            $"  95 % interval              {Blank(6 + 0 - 5)}10.0 ├{Bar(12)}●{Bar(24)}┤ 40.0",
            $"  implied (VXN)       19.0 % {Blank(6 + 11)}◆ ╎",
            $"  realised, 5 days    15.0 % {Blank(6 + 6)}○{Blank(6)}╎",
            $"  realised, 20 days   30.0 % {Blank(6 + 13)}╎{Blank(11)}○",
        ];
        Assert.Equal(drawn, lines.SkipWhile(line => !line.Contains("80 %", StringComparison.Ordinal)).Take(5));

        static string Blank(int columns) => new(' ', columns);
        static string Bar(int columns) => new('─', columns);
    }

    private static readonly ForecastReport WithLongLabels = Full with
    {
        Explained = new ExplainedForecast(Origin, 0.04, Reasons(90), Reasons(90)),
    };

    [Fact]
    public void A_label_never_moves_a_bar()
    {
        var lines = Written(WithLongLabels, 80).Page.Split(Environment.NewLine);
        var bars = lines.Where(line => line.Contains('█') || line.Contains('░')).ToArray();
        Assert.Equal(3, bars.Length);
        Assert.Single(bars.Select(line => line.IndexOfAny(['█', '░'])).Distinct());
        Assert.Single(bars.Select(line => line.IndexOf("label", StringComparison.Ordinal)).Distinct());
    }

    [Fact]
    public void Colour_and_weight_are_for_terminals_and_change_no_character()
    {
        var stale = Full with { SessionsBehind = 3 };
        var (plain, styled) = (Written(stale, 80).Page, Written(stale, 80, showsStyles: true).Page);
        Assert.DoesNotContain('\u001b', plain);
        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(styled, "\u001b\\[[0-9;]*m", ""));
        Assert.StartsWith("\u001b[1;97;41mSTALE\u001b[0m: ", styled, StringComparison.Ordinal);
        Assert.Contains("\u001b[1mFORECAST", styled, StringComparison.Ordinal);
        Assert.Equal(plain, Written(stale, 80).Page);
    }

    [Fact]
    public void Notes_go_to_standard_error()
    {
        var (page, notes) = Written(Report with { Notes = ["A first note.", "A second note."] });
        Assert.Equal(["A first note.", "A second note."],
            notes.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.DoesNotContain("note.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_about_the_version_stand_before_the_forecast_and_those_of_the_premiums_version_after_it()
    {
        string[] refused = ["volcast-QQQ-22d version 3 did not pass its gate. The ratio must be below 1."];
        var page = PageOf(Report with
        {
            VersionWarnings = ["volcast-QQQ-5d version 1 did not pass its gate. Only 100 origins."],
            Premium = new PremiumReport(VariancePremium.Of(19, .0225), .0225, "volcast-QQQ-22d version 3", refused),
        });
        int At(string text) => page.IndexOf(text, StringComparison.Ordinal);
        Assert.InRange(At("volcast-QQQ-5d version 1 did not pass its gate. Only 100 origins."), 0, At("  FORECAST  "));
        Assert.InRange(At("variance premium"), At("  FORECAST  "), At("volcast-QQQ-22d version 3 did not pass its gate."));
        Assert.DoesNotContain("The ratio must", page, StringComparison.Ordinal);
        Assert.Contains("`volcast forecast --horizon 22` says more.", string.Join(' ', page.Split((char[])['\n', ' '],
            StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        // The premium of a 22-session forecast comes from the same version.
        var same = PageOf(Report with
        {
            VersionWarnings = refused,
            Premium = new PremiumReport(VariancePremium.Of(19, .0225), .0225, "volcast-QQQ-22d version 3", refused),
        });
        Assert.Equal(2, same.Split(refused[0]).Length);
    }

    [Fact]
    public void The_implied_volatility_has_the_name_of_the_targets_index()
    {
        var page = PageOf(Report);
        Assert.Matches(@"implied \(VXN\) +19\.0 %", page);
        Assert.DoesNotContain("(VIX)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_past_errors_there_is_no_interval_and_a_missing_number_is_a_dash()
    {
        var page = PageOf(Report);
        Assert.Matches(@"FORECAST +20\.0 % +annualised; no interval: too few past errors", page);
        Assert.Matches(@"realised, 20 days +–", page);
    }

    private static readonly ForecastReport WithFigures = Report with
    {
        Figures = new ForecastFigures(
            [new(.19, .456, IsImplied: true), new(.2, .397, IsImplied: false), new(.25, .1, IsImplied: false)],
            [
                new TailRisk(1, .95, .0181, .0249), new TailRisk(1, .99, .03, .04),
                new TailRisk(5, .95, .05, .06, 200), new TailRisk(5, .975, .055, .07, 199),
                new TailRisk(5, .99, double.NaN, double.NaN, 200),
            ],
            []),
        Premium = new PremiumReport(VariancePremium.Of(19, .0225), .0225, "volcast-QQQ-22d version 3", []),
    };

    [Fact]
    public void Probabilities_losses_and_the_premium_are_in_percent()
    {
        var page = PageOf(WithFigures);
        Assert.Contains("VXN: 46 %; 20 %: 40 %; 25 %: 10 %", page, StringComparison.Ordinal);
        Assert.Matches(@"loss: VaR / ES +95 % +97\.5 % +99 % +\* extrapolated\r?\n", page);
        Assert.Matches(@" 1 session +1\.8 / 2\.5 % +– +3\.0 / 4\.0 %\r?\n", page);
        Assert.Matches(@" 5 sessions +5\.0 / 6\.0 % +5\.5 / 7\.0 %\* +–\r?\n", page);
        Assert.Contains("* extrapolated", page, StringComparison.Ordinal);
        Assert.Matches(@"variance premium +\+4\.0 points: VXN minus the forecast over 22 sessions, 15\.0 %", page);
    }

    [Fact]
    public void Without_a_distribution_its_figures_are_omitted_and_the_premium_names_the_next_step()
    {
        var page = PageOf(Report);
        Assert.DoesNotContain("probability above", page, StringComparison.Ordinal);
        Assert.DoesNotContain("VaR", page, StringComparison.Ordinal);
        Assert.Matches(@"variance premium +– +run the training of 22 sessions\.", page);
    }

    [Fact]
    public void Json_figures_are_decimal_and_a_missing_one_is_null_or_left_out()
    {
        using var output = new StringWriter();
        var shell = new Shell(output, TextWriter.Null, _ => null, Path.GetTempPath());
        ForecastJson.Write(new Terminal(shell), [WithFigures, Report with { SessionsBehind = 2 }], maximumAge: 1);
        using var json = JsonDocument.Parse(output.ToString());
        var (full, bare) = (json.RootElement[0], json.RootElement[1]);

        Assert.Equal(.397,
            full.GetProperty("forecast").GetProperty("probabilities_above")[1].GetProperty("probability_above").GetDouble());
        var risk = full.GetProperty("forecast").GetProperty("tail_risk");
        Assert.Equal(.0181, risk[0].GetProperty("value_at_risk").GetDouble());
        Assert.Equal(.06, risk[2].GetProperty("expected_shortfall").GetDouble());
        Assert.Equal(4, risk.GetArrayLength()); // The fifth is not known.
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.False, JsonValueKind.True],
            risk.EnumerateArray().Select(one => one.GetProperty("is_extrapolated").ValueKind));
        Assert.Equal(.0136, full.GetProperty("variance_premium").GetProperty("variance").GetDouble(), 12);
        Assert.Equal(4, full.GetProperty("variance_premium").GetProperty("volatility_points").GetDouble(), 12);
        Assert.Equal((false, 1), (full.GetProperty("exceeds_maximum_age").GetBoolean(),
            full.GetProperty("maximum_age_sessions").GetInt32()));
        Assert.True(bare.GetProperty("exceeds_maximum_age").GetBoolean());
        Assert.Equal(JsonValueKind.Null, bare.GetProperty("variance_premium").ValueKind);
        Assert.Equal("run the training of 22 sessions.", bare.GetProperty("variance_premium_missing_reason").GetString());
    }

    [Fact]
    public void A_forecast_of_past_sessions_begins_with_a_line_that_says_that_it_is_stale()
    {
        Assert.DoesNotContain("STALE", PageOf(Report), StringComparison.Ordinal);
        Assert.StartsWith(
            "STALE: not a forecast of QQQ over the coming sessions: 1 session has settled since 2024-06-13.\n",
            PageOf(Report with { SessionsBehind = 1 }), StringComparison.Ordinal);
        Assert.StartsWith(
            "STALE: not a forecast of QQQ over the coming sessions: 3 sessions have settled since 2024-06-13, more than the "
            + "maximum of 1 (VOLCAST_MAX_AGE). Run `volcast ingest`,",
            PageOf(Report with { SessionsBehind = 3 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_provisional_forecast_is_marked_and_other_forecasts_are_not()
    {
        Assert.DoesNotContain("PROVISIONAL", PageOf(Report), StringComparison.Ordinal);
        Assert.Contains("PROVISIONAL: based on the bar of 2024-06-13, which may still change",
            PageOf(Report with { Row = Report.Row with { Kind = ForecastKind.Provisional } }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_stored_forecast_the_challenger_and_the_backfilled_sessions_are_named()
    {
        Assert.DoesNotContain("NOT STORED", PageOf(Report), StringComparison.Ordinal);
        var page = PageOf(Report with
        {
            FirstPublished = Report.Row with { Variance = .0441 },
            Shadow = Report.Row with { Variance = .0625, ModelVersion = "2" },
            Backfilled =
            [
                Report.Row with { ForecastOrigin = new(2024, 6, 11) }, Report.Row with { ForecastOrigin = new(2024, 6, 12) },
            ],
        });
        Assert.Matches(@"NOT STORED: .*: 21\.0 %", page);
        Assert.Contains("challenger, version 2: 25.0 % (shadow)", page, StringComparison.Ordinal);
        Assert.Contains(
            "backfilled 2 missed sessions from 2024-06-11 to 2024-06-12 (not in the track record)", page,
            StringComparison.Ordinal);
    }
}
