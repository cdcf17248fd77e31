using Volcast.Registry.Mlflow;

namespace Volcast.Registry.Tests.Mlflow;

public sealed class OptionsTests
{
    private static readonly MlflowOptions Good = new() { TrackingUri = new Uri("http://localhost:5000") };

    public static TheoryData<MlflowOptions> Ends =>
    [
        Good with { AttemptTimeout = TimeSpan.FromSeconds(1), TotalTimeout = TimeSpan.FromSeconds(1) },
        Good with { AttemptTimeout = TimeSpan.FromHours(1), TotalTimeout = TimeSpan.FromDays(1) },
        Good with { Retries = 0, ConnectionRetries = 0 },
        Good with { Retries = 10, ConnectionRetries = 10 },
        Good with { FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(1) },
        Good with { FirstDelay = TimeSpan.FromMinutes(1), LongestDelay = TimeSpan.FromHours(1) },
        Good with { LargestAnswer = 1024, LargestArtifact = 1024, MostArtifacts = 1 },
        Good with { LargestAnswer = 1 << 30, LargestArtifact = Array.MaxLength, MostArtifacts = 1_000_000 },
    ];

    [Theory]
    [MemberData(nameof(Ends))]
    public void Both_ends_of_each_range_are_valid(MlflowOptions options)
    {
        using var client = new MlflowClient(options);
        Assert.Equal("http://localhost:5000", options.DisplayAddress);
    }

    public static TheoryData<string, MlflowOptions, string> Bad => new()
    {
        { "scheme", Good with { TrackingUri = new Uri("ftp://host") }, "http:// or https://" },
        { "user in address", Good with { TrackingUri = new Uri("https://ana:s3cret@host/") }, "Remove it" },
        { "two kinds", Good with { Token = "s3cret", Username = "ana" }, "not both" },
        { "no user", Good with { Password = "s3cret" }, "no user name" },
        { "colon", Good with { Username = "a:b", Password = "s3cret" }, "not hold a colon" },
        { "line break", Good with { Token = "s3cret\n" }, "line break" },
        { "open road", Good with { TrackingUri = new Uri("http://mlflow.example"), Token = "s3cret" }, "plain http" },
        { "attempt", Good with { AttemptTimeout = TimeSpan.FromMilliseconds(10) }, "AttemptTimeout" },
        { "total", Good with { TotalTimeout = TimeSpan.FromSeconds(1) }, "TotalTimeout" },
        { "retries", Good with { Retries = 11 }, "Retries is 11: expected 0 to 10" },
        { "connection retries", Good with { ConnectionRetries = -1 }, "ConnectionRetries" },
        { "first delay", Good with { FirstDelay = TimeSpan.Zero }, "FirstDelay" },
        { "longest delay", Good with { LongestDelay = TimeSpan.FromMilliseconds(1) }, "LongestDelay" },
        { "answer", Good with { LargestAnswer = 1 }, "LargestAnswer" },
        { "artifact", Good with { LargestArtifact = 1 }, "LargestArtifact" },
        { "artifacts", Good with { MostArtifacts = 0 }, "MostArtifacts" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void An_invalid_option_is_refused_and_no_secret_is_shown(string what, MlflowOptions options, string message)
    {
        var refused = Assert.Throws<RegistryException>(() => new MlflowClient(options));
        Assert.True(refused.Problem == RegistryProblem.Invalid, what);
        Assert.Contains(message, refused.Message);
        Assert.DoesNotContain("s3cret", refused.Message + options);
    }

    [Fact]
    public void Credentials_are_sent_over_https_and_over_allowed_http()
    {
        (Good with { TrackingUri = new Uri("https://mlflow.example"), Token = "t" }).Validate();
        (Good with { TrackingUri = new Uri("http://mlflow:5000"), Token = "t", AllowsCredentialsOverHttp = true }).Validate();
        (Good with { TrackingUri = new Uri("http://127.0.0.1:5000"), Username = "ana", Password = "p" }).Validate();
        (Good with { TrackingUri = new Uri("http://mlflow:5000") }).Validate();
    }

    [Fact]
    public void The_text_of_options_shows_server_and_kind_of_credentials()
    {
        Assert.Equal("MlflowOptions { TrackingUri = https://host/x, credentials = token }",
            $"{Good with { TrackingUri = new Uri("https://host/x/?key=s3cret"), Token = "s3cret" }}");
        Assert.Contains("user name and password", $"{Good with { Username = "ana" }}");
        Assert.Contains("none", $"{Good}");
    }
}
