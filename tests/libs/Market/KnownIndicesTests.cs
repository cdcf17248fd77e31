namespace Volcast.Market.Tests;

public sealed class KnownIndicesTests
{
    [Theory]
    [InlineData("SPY", "^VIX")]
    [InlineData("QQQ", "^VXN")]
    [InlineData("IWM", "^RVX")]
    [InlineData("DIA", "^VXD")]
    [InlineData("GLD", "^GVZ")]
    [InlineData("USO", "^OVX")]
    [InlineData("EEM", "^VXEEM")]
    [InlineData("FXE", "^EVZ")]
    [InlineData("AAPL", "^VXAPL")]
    [InlineData("AMZN", "^VXAZN")]
    [InlineData("GOOG", "^VXGOG")]
    [InlineData("GOOGL", "^VXGOG")]
    [InlineData("GS", "^VXGS")]
    [InlineData("IBM", "^VXIBM")]
    [InlineData("EFA", "^VXEFA")]
    [InlineData("EWZ", "^VXEWZ")]
    [InlineData("FXI", "^VXFXI")]
    [InlineData("GDX", "^VXGDX")]
    [InlineData("SLV", "^VXSLV")]
    [InlineData("XLE", "^VXXLE")]
    public void A_known_ticker_has_its_index_without_a_setting(string target, string index)
    {
        var roles = AssetRoles.For(Symbol.Parse(target));
        Assert.Equal((index, true), (roles.Implied.Value, roles.HasOwnImplied));
    }

    [Fact]
    public void A_ticker_is_listed_once_and_a_first_session_is_one() => Assert.All(KnownIndices.All, one =>
    {
        Assert.Single(KnownIndices.All, other => other.Target == one.Target);
        Assert.True(one.Index.IsIndex);
        if (one.First is { } first && first >= TradingCalendar.FirstDay)
            Assert.True(TradingCalendar.Nyse.IsSession(first));
    });

    [Fact]
    public void The_guide_lists_them()
    {
        var guide = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "targets.md"));
        var rows = KnownIndices.All.Select(one =>
            $"| {one.Target} | {one.Index} |{Cell(one.First)}|{Cell(one.Ended)}|");
        Assert.Contains($"| ticker | index | first session | ended |\n|---|---|---|---|\n{string.Join('\n', rows)}\n\n", guide,
            StringComparison.Ordinal);

        static string Cell(DateOnly? day) => day is null ? " " : $" {day:yyyy-MM-dd} ";
    }

    [Fact]
    public void Another_ticker_has_none() => Assert.Null(KnownIndices.Of(Symbol.Parse("XLF")));
}
