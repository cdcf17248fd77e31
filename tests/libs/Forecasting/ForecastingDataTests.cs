namespace Volcast.Forecasting.Tests;

public sealed class ForecastingDataTests
{
    private static readonly DateOnly[] Week = [.. Enumerable.Range(4, 5).Select(d => new DateOnly(2021, 1, d))];

    private static ForecastingData Data() => new("SPY", Week, [double.NaN, .01, .02, .03, .04],
        new Dictionary<string, double[]> { ["vix"] = [20, 21, 22, 23, 24] });

    [Fact]
    public void A_view_ends_at_the_session_at_which_it_was_known()
    {
        var known = Data().KnownAt(2);

        Assert.Equal(3, known.Rows);
        Assert.Equal(new DateOnly(2021, 1, 6), known.Sessions[^1]);
        Assert.Equal([20, 21, 22], known.Column("vix").ToArray());
        Assert.Equal(.02, known.LogReturns[^1]);
    }

    [Fact]
    public void Reading_a_later_row_of_a_view_throws()
    {
        var known = Data().KnownAt(2);

        Assert.Throws<IndexOutOfRangeException>(() => known.Column("vix")[3]);
        Assert.Throws<IndexOutOfRangeException>(() => known.LogReturns[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => known.KnownAt(3));
    }

    [Fact]
    public void A_rolling_view_forgets_its_oldest_rows()
    {
        var rolling = Data().KnownAt(3).Without(2);

        Assert.Equal([22, 23], rolling.Column("vix").ToArray());
        Assert.Equal(Week[2], rolling.Sessions[0]);
    }

    [Fact]
    public void A_day_gives_the_first_session_on_or_after_it()
    {
        Assert.Equal(2, Data().FirstRowFrom(new(2021, 1, 6)));
        Assert.Equal(0, Data().FirstRowFrom(new(2020, 1, 1)));
        Assert.Equal(5, Data().FirstRowFrom(new(2021, 1, 9)));
    }

    [Fact]
    public void An_unknown_column_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => Data().Column("vxn").Length);
        Assert.Contains("'vxn'. The columns are vix", error.Message);
    }

    [Fact]
    public void A_column_of_another_length_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new ForecastingData("SPY", Week, new double[5], new Dictionary<string, double[]> { ["vix"] = [1, 2] }));
        Assert.Contains("Column vix of SPY has 2 rows for 5 sessions", error.Message);
    }

    [Fact]
    public void Sessions_that_do_not_ascend_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new ForecastingData(
            "SPY", [Week[1], Week[0]], new double[2], new Dictionary<string, double[]>()));
        Assert.Contains("2021-01-04 follows 2021-01-05", error.Message);
    }
}
