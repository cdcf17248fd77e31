using System.Text.RegularExpressions;
using Volcast.Features.Declarations;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Features.Tests;

/// <summary>The worked example of <c>docs/how-to/add-a-feature.md</c>: this project builds and runs the code
/// that the page shows, and everything else follows from the declaration.</summary>
public sealed class AddAFeaturePageTests
{
    private static readonly FeatureCatalog Extended = new(
        FeatureCatalog.L2.Table, FeatureCatalog.L2.Version + 1, FeatureCatalog.L2.Description,
        [.. L2Features.All, WorkedExample.DownsideVolatility]);

    [Theory]
    [InlineData("WorkedExample.cs")]
    [InlineData("DownsideVolatilityTests.cs")]
    public void The_page_shows_the_code_that_is_built_here_byte_for_byte(string file)
    {
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "how-to", "add-a-feature.md"));
        var code = File.ReadAllText(Path.Combine(
            SharedData.RepositoryRoot, "tests", "libs", "Features", "AddAFeature", file));
        Assert.Single(
            Regex.Matches(page, "```csharp\n(.*?)```", RegexOptions.Singleline),
            block => code.Contains(block.Groups[1].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void The_kernel_computes_the_feature_as_the_last_column_and_changes_no_other()
    {
        var bars = TargetBars.Random(400, 72);
        var output = L2Kernel.Compute([.. L2Features.All, WorkedExample.DownsideVolatility], bars.Inputs);
        Bits.AssertEqual(bars.Compute(), output[..^1]);
        Assert.Contains(output[^1], value => value > 0);
    }

    [Fact]
    public void The_table_takes_its_values_and_refuses_one_outside_its_range()
    {
        var sessions = TradingCalendar.Nyse.Sessions(new(2020, 1, 2), new(2021, 12, 31)).ToArray();
        var table = new FeatureTable
        {
            Catalog = Extended,
            Symbol = Symbol.Parse("SPY"),
            Session = sessions,
            Values = L2Kernel.Compute(
                [.. L2Features.All, WorkedExample.DownsideVolatility], TargetBars.Random(sessions.Length, 73).Inputs),
        };
        var schema = FeatureTable.SchemaOf(Extended);
        Assert.Empty(schema.Validate(table.ToFrame()).Failures);
        table["down_vol_22d"][^1] = -.1;
        var error = Assert.Single(schema.Validate(table.ToFrame()).Errors);
        Assert.Equal(("down_vol_22d", "-0.1, expected ≥ 0"), (error.Column, error.Value));
    }

    [Fact]
    public void The_documentation_and_the_explanations_have_it()
    {
        Assert.Contains("| 12 | `down_vol_22d` | SPY downside volatility 22d |", FeaturePage.Render(FeatureCatalog.L1, Extended));
        Assert.Equal("downside volatility over 22 sessions: 12.3 %", WorkedExample.DownsideVolatility.Describe(.123));
        Assert.Equal("leverage", WorkedExample.DownsideVolatility.Family.Label());
    }
}
