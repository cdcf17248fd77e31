using Volcast.Cli.Output;

namespace Volcast.Cli.Tests;

public sealed class FittedTableTests
{
    private static string[] Written(FittedTable table, int width)
    {
        using var page = new StringWriter();
        table.Write(new Terminal(new Shell(page, TextWriter.Null, _ => null, Path.GetTempPath()) { Width = width }));
        return [.. page.ToString().Split(page.NewLine).Select(line => line.TrimEnd())];
    }

    private static FittedTable Prices() => new FittedTable(
        "Prices of the day", new("symbol"), new("first price", IsNumber: true), new("currency", IsOptional: true),
        new("last price", IsNumber: true))
        .Row("SPY", "684.02", "dollar", "686.29").Row("^VIX", "19.1", "points", "20.5");

    [Fact]
    public void A_wide_terminal_shows_every_column_with_its_heading_on_one_line()
    {
        var lines = Written(Prices(), 120);
        Assert.Contains(lines, line => line.Contains("Prices of the day", StringComparison.Ordinal));
        Assert.Matches("symbol +first price +currency +last price", string.Join('\n', lines));
        Assert.Matches("SPY +684.02 +dollar +686.29", string.Join('\n', lines));
    }

    [Fact]
    public void A_narrow_terminal_breaks_headings_first() => Assert.Equal(
        [
            "", "Prices of the day",
            "        first            last",
            "symbol  price currency  price",
            "────── ────── ──────── ──────",
            "SPY    684.02 dollar   686.29",
            "^VIX     19.1 points     20.5",
            "", "",
        ],
        Written(Prices(), 30));

    [Fact]
    public void A_narrower_terminal_leaves_out_optional_columns() => Assert.Equal(
        [
            "", "Prices of the day",
            "        first   last",
            "symbol  price  price",
            "────── ────── ──────",
            "SPY    684.02 686.29",
            "^VIX     19.1   20.5",
            "", "",
        ],
        Written(Prices(), 24));

    [Fact]
    public void A_long_text_is_broken_within_its_column() => Assert.Equal(
        [
            "",
            "setting value",
            "─────── ────────────",
            "A       one two",
            "        three four",
            "B       /abcdefghijk",
            "        lmnopqrstuvw",
            "",
            "",
        ],
        Written(new FittedTable("", new("setting"), new("value")).Row("A", "one two three four")
            .Row("B", "/abcdefghijklmnopqrstuvw"), 20));

    [Fact]
    public void A_table_with_too_many_numbers_becomes_lists() => Assert.Equal(
        ["", "no 1; QLIKE 0.3942;", "  min_child_weight 30;", "  max_depth 2", "", ""],
        Written(
            new FittedTable("", new("no", IsNumber: true), new("QLIKE", IsNumber: true), new("min_child_weight", IsNumber: true),
                new("max_depth", IsNumber: true)).Row("1", "0.3942", "30", "2"), 21));

    [Fact]
    public void Square_brackets_are_shown_as_they_are() =>
        Assert.Contains(Written(new FittedTable("[a]", new FittedColumn("[b]")).Row("[c]"), 120), line => line.Trim() == "[c]");
}
