namespace Volcast.Prediction.Tests;

public sealed class DataAgeTests
{
    private static readonly DateOnly Newest = new(2024, 6, 13);

    [Theory]
    [InlineData(0, 0, false, false)]
    [InlineData(1, 1, true, false)]
    [InlineData(1, 0, true, true)]
    [InlineData(2, 1, true, true)]
    public void Data_are_behind_after_one_session_and_too_old_after_more_than_the_maximum(
        int behind, int maximum, bool isBehind, bool exceeds)
    {
        var age = new DataAge(Newest, behind, maximum);
        Assert.Equal((isBehind, exceeds), (age.IsBehind, age.ExceedsMaximum));
    }

    [Fact]
    public void The_sentence_says_what_to_do_only_beyond_the_maximum()
    {
        Assert.Equal("1 session has settled since 2024-06-13.", new DataAge(Newest, 1, 1).Sentence);
        var old = new DataAge(Newest, 1_200, 1).Sentence;
        Assert.StartsWith("1,200 sessions have settled since 2024-06-13, more than the maximum of 1 (VOLCAST_MAX_AGE).", old,
            StringComparison.Ordinal);
        Assert.Contains("volcast ingest", old, StringComparison.Ordinal);
    }
}
