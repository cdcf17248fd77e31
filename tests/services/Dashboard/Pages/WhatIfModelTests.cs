using Microsoft.AspNetCore.Http;
using Volcast.ApiContract.Scenarios;
using Volcast.Services.Dashboard.Pages;
using Volcast.Services.Dashboard.Pages.WhatIf;

namespace Volcast.Services.Dashboard.Tests.Pages;

public sealed class WhatIfModelTests
{
    private static IReadOnlyList<WhatIfInput> Inputs(string query) => WhatIfModel.InputsOf(SampleDocuments.Market,
        PageRequest.Of(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query))).Request);

    private static WhatIfModel Model(IReadOnlyList<WhatIfInput> inputs, ScenarioDocument? scenario, string? refusal = null) =>
        WhatIfModel.Of(SampleDocuments.Market, inputs, [], scenario, refusal, SampleSeries.NewsImpact(null));

    private static ScenarioDocument Scenario(IReadOnlyList<WhatIfInput> inputs) =>
        SampleSeries.Scenario(new(inputs.ToDictionary(input => input.Symbol, input => input.Bar)));

    [Fact]
    public void At_first_nothing_moves()
    {
        var inputs = Inputs("");
        Assert.Equal([("SPY", "0"), ("^VIX3M", "20.3"), ("^VIX", "17.22")], inputs.Select(input => (input.Symbol, input.Text)));
        var model = Model(inputs, Scenario(inputs));
        Assert.False(model.IsMoved);
        Assert.Equal("The forecast stays at 12.0\u00a0%", model.Verdict);
    }

    [Fact]
    public void A_return_is_sent_as_a_log_return_and_a_level_as_a_close()
    {
        var inputs = Inputs("?bar-SPY=−5&bar-VIX=40");
        Assert.Equal(new ScenarioBarDocument(LogReturn: Math.Log(.95)), inputs[0].Bar);
        Assert.Equal(new ScenarioBarDocument(Close: 40), inputs[2].Bar);
        var model = Model(inputs, Scenario(inputs));
        Assert.True(model.IsMoved);
        Assert.Equal("The forecast rises by 5.0 points", model.Verdict);
    }

    [Theory]
    [InlineData("?bar-SPY=-3", "While SPY falls by 3 %, VIX3M stays at 20.30, VIX at 17.22 (usually 20.30).")]
    [InlineData("?bar-SPY=1.5&bar-VIX3M=19", "While SPY rises by 1.5 %, VIX stays at 17.22 (usually 16.20).")]
    [InlineData("?bar-SPY=-3&bar-VIX3M=21&bar-VIX=20", null)]
    [InlineData("?bar-SPY=0.0&bar-VIX=20", null)]
    [InlineData("?bar-VIX=20", null)]
    public void What_stays_while_the_target_moves_is_said_with_what_is_usual(string query, string? held)
    {
        var inputs = Inputs(query);
        Assert.Equal(held, Model(inputs, Scenario(inputs)).Held);
        Assert.Null(Model(inputs, null).Held);
    }

    [Fact]
    public void Where_the_others_are_held_on_purpose_nothing_is_usual()
    {
        var inputs = Inputs("?bar-SPY=-3");
        var model = Model(inputs, Scenario(inputs)) with { NewsImpact = SampleSeries.NewsImpact("hold") };
        Assert.Equal("While SPY falls by 3 %, VIX3M stays at 20.30, VIX at 17.22.", model.Held);
    }

    [Theory]
    [InlineData("?bar-SPY=abc", "SPY: 'abc' is not a number. Write it like -1.5.")]
    [InlineData("?bar-SPY=-100", "SPY: nothing can fall by 100 % or more.")]
    [InlineData("?bar-VIX=0", "VIX: a level must be above 0.")]
    [InlineData("?bar-VIX=1e999", "VIX: '1e999' is not a number. Write it like 17.5.")]
    public void A_wrong_field_is_named(string query, string problem)
    {
        var model = Model(Inputs(query), null);
        Assert.Equal([problem], model.Problems);
        Assert.Equal("This session cannot be computed", model.Verdict);
    }

    [Fact]
    public void A_refusal_of_the_api_is_a_problem_of_the_form() =>
        Assert.Equal(["Too large."], Model(Inputs(""), null, "Too large.").Problems);

    [Fact]
    public void A_session_of_the_past_moves_todays_prices_and_names_what_it_lacks()
    {
        var newest = WhatIfModel.Ordered(SampleDocuments.Market);
        var preset = WhatIfPreset.Of((new(2020, 3, 16), "pandemic"), newest, SampleSeries.Fall, null);
        Assert.Equal([("SPY", "-10.94"), ("^VIX3M", "20.3"), ("^VIX", "24.62")],
            preset.Inputs!.Select(input => (input.Symbol, input.Text)));
        Assert.Equal("The lake holds no move of ^VIX3M on that day.", preset.Missing);
        var missing = WhatIfPreset.Of((new(2008, 10, 15), "financial crisis"), newest, null, "Not held.");
        Assert.Null(missing.Inputs);
        Assert.Equal("Not held.", missing.Missing);
    }

    [Fact]
    public void The_session_is_marked_on_the_strip_if_its_return_is_on_it()
    {
        Assert.Equal(["-5.00 %", "-3.00 %", "0.00 %", "3.00 %"], Returns("?bar-SPY=-3"));
        Assert.Equal(["-5.00 %", "0.00 %", "3.00 %"], Returns("?bar-SPY=-11"));
        Assert.Equal(["-5.00 %", "0.00 %", "3.00 %"], Returns(""));

        static IEnumerable<string> Returns(string query)
        {
            var inputs = Inputs(query);
            return WhatIfCharts.NewsImpact(Model(inputs, Scenario(inputs))).Descendants("tbody").Single().Elements("tr")
                .Select(row => row.Elements().First().Value.Replace('−', '-'));
        }
    }

    [Fact]
    public void The_moves_of_the_others_are_for_one_percent_of_the_target() => Assert.Equal(
        ["^VIX", "+5.40 %", "−4.10 %", "1,000"],
        WhatIfTables.Companions(SampleSeries.NewsImpact(null)).Rows[0]
            .Zip(WhatIfTables.Companions(SampleSeries.NewsImpact(null)).Columns, (cell, column) => cell.Show(column.Format)));
}
