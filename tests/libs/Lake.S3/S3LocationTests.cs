namespace Volcast.Lake.S3.Tests;

public sealed class S3LocationTests
{
    [Theory]
    [InlineData("s3://prices", "prices", "")]
    [InlineData("s3://prices/", "prices", "")]
    [InlineData("s3://my.prices-1/desk/spy/", "my.prices-1", "desk/spy")]
    [InlineData("S3://prices/Desk=1/%5EVIX", "prices", "Desk=1/%5EVIX")]
    public void A_bucket_with_a_prefix_is_parsed(string text, string bucket, string prefix)
    {
        Assert.True(S3Location.Is(text));
        Assert.Null(S3Location.Problem(text));
        Assert.Equal(new S3Location(bucket, prefix), S3Location.Parse(text));
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3:///prices")]
    [InlineData("s3://AB")]
    [InlineData("s3://Prices/desk")]
    [InlineData("s3://prices..x?/desk")]
    [InlineData("s3://prices//desk")]
    [InlineData("s3://prices/desk/../other")]
    [InlineData("s3://prices/.")]
    [InlineData("s3://prices/a\\b")]
    [InlineData("s3://user:secret@prices/desk")]
    public void A_text_that_names_no_place_is_refused(string text) => Assert.StartsWith("expected ", S3Location.Problem(text));

    [Theory]
    [InlineData("data")]
    [InlineData("/s3://x")]
    [InlineData("s3:/prices")]
    public void A_folder_is_no_bucket(string text) => Assert.False(S3Location.Is(text));

    [Fact]
    public void A_place_below_another_one_has_its_prefix()
    {
        Assert.Equal("s3://prices/desk/lake", $"{S3Location.Parse("s3://prices/desk").Below("lake")}");
        Assert.Equal("s3://prices/lake", $"{S3Location.Parse("s3://prices").Below("lake")}");
    }

    [Fact]
    public void The_text_of_an_access_key_has_no_secret() =>
        Assert.Equal("AKIAEXAMPLE", $"{new S3AccessKey("AKIAEXAMPLE", "s3cret", "t0ken")}");
}
