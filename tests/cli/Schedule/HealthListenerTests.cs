using System.Net;
using System.Net.Sockets;
using System.Text;
using Volcast.Cli.Schedule;
using Volcast.Hosting;

namespace Volcast.Cli.Tests.Schedule;

[Trait(Category.Name, Category.Integration)]
public sealed class HealthListenerTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly int port = FreePort();

    public static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private Task<HealthListener> OpenAsync(string host, Func<(bool, string)>? answer = null) =>
        HealthListener.StartAsync(new($"http://{host}:{port}"), answer ?? (() => (true, "{}")), Stop);

    [Fact]
    public async Task The_listener_answers_200_or_503_and_knows_one_address()
    {
        var isHealthy = true;
        await using var listener = await OpenAsync("127.0.0.1", () => (isHealthy, "{}"));
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        using var well = await client.GetAsync("/health", Stop);
        Assert.Equal((HttpStatusCode.OK, "{}"), (well.StatusCode, await well.Content.ReadAsStringAsync(Stop)));
        isHealthy = false;
        using var ill = await client.GetAsync("/health?verbose=1", Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ill.StatusCode);
        using var head = await client.SendAsync(new(HttpMethod.Head, "/health"), Stop);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 2L), (head.StatusCode, head.Content.Headers.ContentLength!.Value));
        using var other = await client.GetAsync("/", Stop);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        using var post = await client.PostAsync("/health", new StringContent(new('x', 100_000)), Stop);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Theory]
    [InlineData("POST /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", "HTTP/1.1 405 ")]
    [InlineData("GET /health HTTP/1.0\r\n\r\n", "HTTP/1.1 200 ")]
    [InlineData("GET /health HTTP/1.1\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET /health\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("\0\u0001\u0002 nonsense\r\n\r\n", "HTTP/1.1 400 ")]
    public async Task No_request_ends_the_listener(string request, string expected)
    {
        await using var listener = await OpenAsync("127.0.0.1");
        using (var caller = await CallAsync(request))
        using (var answer = new StreamReader(caller.GetStream()))
            Assert.StartsWith(expected, await answer.ReadToEndAsync(Stop), StringComparison.Ordinal);
        await AnswersAsync();
    }

    [Fact]
    public async Task Half_a_request_does_not_end_the_listener()
    {
        await using var listener = await OpenAsync("127.0.0.1");
        (await CallAsync("GET /hea")).Dispose();
        await AnswersAsync();
    }

    /// <summary>A request may name the machine in any way, such as a container's name.</summary>
    [Theory]
    [InlineData("127.0.0.1", "localhost")]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("localhost", "localhost")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    public async Task The_name_in_a_request_does_not_matter(string listens, string asked)
    {
        await using var listener = await OpenAsync(listens);
        using var client = new HttpClient();
        Assert.Equal("{}", await client.GetStringAsync($"http://{asked}:{port}/health", Stop));
    }

    [Fact]
    public async Task A_port_in_use_and_a_foreign_address_are_explained()
    {
        await using var first = await OpenAsync("127.0.0.1");
        Assert.Equal(
            $"--health http://127.0.0.1:{port}: another program listens on port {port}. Stop it, give another port, or none.",
            (await Assert.ThrowsAsync<SettingException>(() => OpenAsync("127.0.0.1"))).Message);
        Assert.Equal(
            $"--health http://192.0.2.1:{port}: 192.0.2.1 is no address of this machine. Give 127.0.0.1 for requests from this "
            + "machine only, 0.0.0.0 for requests from every machine, or none.",
            (await Assert.ThrowsAsync<SettingException>(() => OpenAsync("192.0.2.1"))).Message);
    }

    private async Task<TcpClient> CallAsync(string request)
    {
        var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, port, Stop);
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Stop);
        return caller;
    }

    private async Task AnswersAsync()
    {
        using var client = new HttpClient();
        Assert.Equal("{}", await client.GetStringAsync($"http://127.0.0.1:{port}/health", Stop));
    }
}
