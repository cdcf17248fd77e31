using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Tests.Sources;

public sealed class BarChecksTests
{
    private static readonly VendorBar Good = new(10, 12, 9, 11, 10.5, 1000);

    [Fact]
    public void A_valid_row_is_accepted_unchanged()
    {
        var verdict = BarChecks.Check(Good, isIndex: false, needsAdjustedClose: true);
        Assert.Equal(Good, verdict.Bar);
        Assert.Null(verdict.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_row_without_prices_has_no_data_and_is_a_warning(bool isIndex)
    {
        var verdict = BarChecks.Check(new VendorBar(null, null, null, null, null, 0), isIndex, needsAdjustedClose: false);
        Assert.Null(verdict.Bar);
        Assert.Equal(("no data", Severity.Warning), (verdict.Reason, verdict.Severity));
    }

    [Theory]
    [InlineData(10.0, 12.0, 9.0, null, "no close")]
    [InlineData(10.0, 12.0, 9.0, 0.0, "close 0 is not a positive price")]
    [InlineData(10.0, 12.0, 9.0, -11.0, "close -11 is not a positive price")]
    [InlineData(10.0, 12.0, 9.0, double.NaN, "close NaN is not a positive price")]
    [InlineData(10.0, 12.0, 9.0, double.PositiveInfinity, "close Infinity is not a positive price")]
    public void A_missing_close_is_not_replaced(double? open, double? high, double? low, double? close, string reason)
    {
        foreach (var isIndex in new[] { false, true })
        {
            var verdict = BarChecks.Check(new VendorBar(open, high, low, close, 11, 1), isIndex, needsAdjustedClose: false);
            Assert.Null(verdict.Bar);
            Assert.Equal((reason, Severity.Error, RejectedPart.Row), (verdict.Reason, verdict.Severity, verdict.Part));
        }
    }

    [Theory]
    [InlineData(null, null, 9.0, 11.0, "no open, no high")]
    [InlineData(10.0, 12.0, 0.0, 11.0, "low 0 is not a positive price")]
    [InlineData(10.0, -12.0, 9.0, 11.0, "high -12 is not a positive price")]
    [InlineData(10.0, 9.0, 10.0, 9.5, "high 9 is below low 10")]
    [InlineData(10.0, 12.0, 9.0, 12.01, "close 12.01 is outside low 9 to high 12")]
    [InlineData(10.0, 12.0, 9.0, 8.99, "close 8.99 is outside low 9 to high 12")]
    public void An_impossible_candle_rejects_the_row_of_a_stock_and_leaves_an_index_its_close_only(
        double? open, double? high, double? low, double? close, string reason)
    {
        var row = new VendorBar(open, high, low, close, 11, null);

        var traded = BarChecks.Check(row, isIndex: false, needsAdjustedClose: false);
        Assert.Null(traded.Bar);
        Assert.Equal((reason, Severity.Error, RejectedPart.Row), (traded.Reason, traded.Severity, traded.Part));

        var index = BarChecks.Check(row, isIndex: true, needsAdjustedClose: false);
        Assert.Equal(row with { Open = null, High = null, Low = null }, index.Bar);
        Assert.Equal((reason, Severity.Warning, RejectedPart.Candle), (index.Reason, index.Severity, index.Part));
    }

    [Fact]
    public void An_open_outside_the_range_of_the_day_is_accepted_for_a_stock_only()
    {
        // VIX, 2004-11-08.
        var row = new VendorBar(2.58, 14.14, 13.52, 13.84, 13.84, null);
        Assert.Equal("open 2.58 is outside low 13.52 to high 14.14", BarChecks.Check(row, true, false).Reason);
        Assert.Equal(row, BarChecks.Check(row, isIndex: false, needsAdjustedClose: false).Bar);
    }

    [Fact]
    public void A_close_within_the_tolerance_is_kept_and_does_not_change_high_or_low()
    {
        var above = Good with { Close = 12 * (1 + 0.9e-4) };
        var below = Good with { Close = 9 * (1 - 0.9e-4) };
        var crossed = new VendorBar(10, 10, 10 * (1 + 0.9e-4), 10, 10, 1);
        foreach (var row in new[] { above, below, crossed })
            Assert.Equal(row, BarChecks.Check(row, isIndex: false, needsAdjustedClose: true).Bar);
        Assert.Matches(@"^close 12\.0013\d* is outside low 9 to high 12$",
            BarChecks.Check(Good with { Close = 12 * (1 + 1.1e-4) }, false, true).Reason);
    }

    [Fact]
    public void A_negative_volume_is_an_error_and_a_missing_one_is_not()
    {
        Assert.Equal("volume -5 is negative", BarChecks.Check(Good with { Volume = -5 }, false, true).Reason);
        Assert.Null(BarChecks.Check(Good with { Volume = null }, false, true).Reason);
    }

    [Fact]
    public void A_stock_without_dividend_events_needs_its_adjusted_close()
    {
        Assert.Equal(
            "no adjusted close and no dividends",
            BarChecks.Check(Good with { AdjustedClose = null }, false, true).Reason);
        Assert.Equal(
            "adjusted close -1 is not a positive price", BarChecks.Check(Good with { AdjustedClose = -1 }, false, true).Reason);
        Assert.Null(BarChecks.Check(Good with { AdjustedClose = -1 }, false, needsAdjustedClose: false).Bar!.AdjustedClose);
        Assert.Equal(11, BarChecks.Check(Good with { AdjustedClose = null }, isIndex: true, true).Bar!.AdjustedClose);
    }
}
