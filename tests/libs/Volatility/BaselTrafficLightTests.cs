namespace Volcast.Volatility.Tests;

public sealed class BaselTrafficLightTests
{
    [Theory] // The table of the Committee (1996) for 250 sessions.
    [InlineData(0, BaselZone.Green)]
    [InlineData(4, BaselZone.Green)]
    [InlineData(5, BaselZone.Yellow)]
    [InlineData(9, BaselZone.Yellow)]
    [InlineData(10, BaselZone.Red)]
    [InlineData(250, BaselZone.Red)]
    public void Two_hundred_and_fifty_sessions_have_the_limits_of_the_committee(int hits, BaselZone expected) =>
        Assert.Equal(expected, BaselTrafficLight.ZoneOf(hits, 250));

    [Theory] // Where the binomial distribution function reaches 95 and 99.99 %.
    [InlineData(100, 3, 6)]
    [InlineData(500, 9, 15)]
    [InlineData(1000, 15, 24)]
    public void Other_numbers_of_sessions_have_the_limits_of_the_binomial_distribution(int sessions, int yellow, int red)
    {
        Assert.Equal(BaselZone.Green, BaselTrafficLight.ZoneOf(yellow - 1, sessions));
        Assert.Equal(BaselZone.Yellow, BaselTrafficLight.ZoneOf(yellow, sessions));
        Assert.Equal(BaselZone.Yellow, BaselTrafficLight.ZoneOf(red - 1, sessions));
        Assert.Equal(BaselZone.Red, BaselTrafficLight.ZoneOf(red, sessions));
    }

    [Fact]
    public void Only_the_newest_250_sessions_count()
    {
        bool[] hits = [.. Enumerable.Repeat(true, 50), .. Enumerable.Range(0, 250).Select(i => i % 50 == 0)];
        Assert.Equal(new(250, 5, BaselZone.Yellow), BaselTrafficLight.Of(hits));
        Assert.Equal(new(3, 0, BaselZone.Green), BaselTrafficLight.Of(new bool[3]));
    }

    [Fact]
    public void Impossible_hits_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BaselTrafficLight.Of([]));
        Assert.Throws<ArgumentException>(() => BaselTrafficLight.ZoneOf(3, 2));
    }
}
