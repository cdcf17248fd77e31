namespace Volcast.Deploy.IngestLambda.Tests;

/// <summary>Against the examples that AWS has published for Signature Version 4.</summary>
public sealed class RequestSignatureTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    /// <summary>"Examples of how to derive a signing key", AWS General Reference.</summary>
    [Fact]
    public void The_key_is_that_of_the_documented_example() => Assert.Equal(
        "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d",
        Convert.ToHexStringLower(RequestSignature.Key(Secret, "20120215", "us-east-1", "iam")));

    /// <summary>The cases <c>get-vanilla</c> and <c>post-vanilla</c> of AWS's test suite.</summary>
    [Theory]
    [InlineData("GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    public void The_signature_is_that_of_the_test_suite(string method, string signature)
    {
        using var request = new HttpRequestMessage(new(method), "https://example.amazonaws.com/");
        RequestSignature.Sign(request, [], new("AKIDEXAMPLE", Secret, ""), "us-east-1", "service",
            new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));
        Assert.Equal("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
            + $"SignedHeaders=host;x-amz-date, Signature={signature}", Assert.Single(request.Headers.GetValues("Authorization")));
    }
}
