using System.Net;

namespace Volcast.Hosting.Tests;

public sealed class HealthProbeTests
{
    private static readonly Uri Address = new("http://127.0.0.1:8080/health/ready");

    [Theory]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/health/ready")]
    [InlineData("http://[::]:8080", "http://[::1]:8080/health/ready")]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080/health/ready")]
    [InlineData("http://api:9000", "http://api:9000/health/ready")]
    public void A_service_is_asked_where_this_machine_reaches_it(string listening, string expected) =>
        Assert.Equal(new Uri(expected), HealthProbe.AddressOf(new(listening), "/health/ready"));

    [Theory]
    [InlineData(HttpStatusCode.OK, 0, "ready\n", "")]
    [InlineData(HttpStatusCode.ServiceUnavailable, 1, "", "http://127.0.0.1:8080/health/ready answers 503: ready\n")]
    [InlineData(HttpStatusCode.NotFound, 1, "", "http://127.0.0.1:8080/health/ready answers 404: ready\n")]
    public async Task The_exit_code_says_whether_the_service_is_well(HttpStatusCode status, int code, string output, string error)
    {
        using var http = new Answering(
            _ => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent("ready") }));
        Assert.Equal((code, output, error), await AskedAsync(http));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_not_well()
    {
        using var refused = new Answering(_ => throw new HttpRequestException("Connection refused"));
        Assert.Equal(
            (1, "", "http://127.0.0.1:8080/health/ready does not answer: Connection refused\n"), await AskedAsync(refused));
        using var late = new Answering(_ => throw new TaskCanceledException());
        Assert.Equal(
            (1, "", "http://127.0.0.1:8080/health/ready has not answered within 4 seconds.\n"), await AskedAsync(late));
    }

    private static async Task<(int Code, string Output, string Error)> AskedAsync(HttpMessageHandler http)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await HealthProbe.AskAsync(Address, output, error, http, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private sealed class Answering(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request);
    }
}
