using System.Globalization;
using System.Text.RegularExpressions;
using Volcast.Reports.Design;

namespace Volcast.Reports.Tests;

/// <summary>The contrast of WCAG 2.2 for each colour of the tokens, on light and on dark screens.</summary>
public sealed class StyleSheetTests
{
    private static readonly Dictionary<string, (string Light, string Dark)> Colours = Regex
        .Matches(StyleSheets.Tokens, @"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
        .ToDictionary(token => token.Groups[1].Value, token => (token.Groups[2].Value, token.Groups[3].Value));

    [Theory]
    [InlineData("text")]
    [InlineData("quiet")]
    [InlineData("forecast")]
    [InlineData("realised")]
    [InlineData("implied")]
    [InlineData("baseline")]
    [InlineData("raises")]
    [InlineData("lowers")]
    [InlineData("good")]
    [InlineData("warning")]
    [InlineData("alarm")]
    public void Text_in_each_colour_can_be_read_on_each_surface(string colour)
    {
        foreach (var ground in new[] { "paper", "surface" })
        {
            Assert.InRange(Contrast(Colours[colour].Light, Colours[ground].Light), 4.5, 21);
            Assert.InRange(Contrast(Colours[colour].Dark, Colours[ground].Dark), 4.5, 21);
        }
    }

    [Theory]
    [InlineData("good")]
    [InlineData("warning")]
    [InlineData("alarm")]
    public void The_word_of_a_state_can_be_read_on_the_ground_of_the_state(string state)
    {
        Assert.InRange(Contrast(Colours[state].Light, Colours[state + "-ground"].Light), 4.5, 21);
        Assert.InRange(Contrast(Colours[state].Dark, Colours[state + "-ground"].Dark), 4.5, 21);
    }

    [Theory]
    [InlineData("ink4")]
    [InlineData("ink5")]
    [InlineData("ink6")]
    [InlineData("edge")]
    public void A_mark_stands_out_from_the_surface(string colour)
    {
        Assert.InRange(Contrast(Colours[colour].Light, Colours["surface"].Light), 3, 21);
        Assert.InRange(Contrast(Colours[colour].Dark, Colours["surface"].Dark), 3, 21);
    }

    /// <summary>WCAG 2.2's own example values: black on white has 21, #777 on white 4.48.</summary>
    [Fact]
    public void The_contrast_is_that_of_the_guideline() =>
        Assert.Equal((21, 4.48), (Math.Round(Contrast("#000000", "#ffffff"), 2), Math.Round(Contrast("#777777", "#ffffff"), 2)));

    [Fact]
    public void Every_colour_that_a_sheet_uses_is_a_token()
    {
        foreach (var used in Regex.Matches(StyleSheets.Charts + StyleSheets.Report, @"var\(--([\w-]+)[,)]").Select(m => m.Groups[1].Value))
            Assert.True(used == "ink" || StyleSheets.Tokens.Contains($"--{used}:", StringComparison.Ordinal), used);
    }

    private static double Contrast(string a, string b)
    {
        var (first, second) = (Luminance(a), Luminance(b));
        return (Math.Max(first, second) + .05) / (Math.Min(first, second) + .05);
    }

    private static double Luminance(string colour)
    {
        double[] channels = [.. Enumerable.Range(0, 3).Select(i => Linear(
            int.Parse(colour.AsSpan(1 + 2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0))];
        return .2126 * channels[0] + .7152 * channels[1] + .0722 * channels[2];

        static double Linear(double s) => s <= .04045 ? s / 12.92 : Math.Pow((s + .055) / 1.055, 2.4);
    }
}
