using System.Net;
using System.Net.Sockets;

namespace Volcast.Services.Api.Tests.Operations;

/// <summary>The program asks the service at its own address, as the health check of its image does.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ProbeTests
{
    [Fact]
    public async Task The_probe_fails_and_names_the_address_while_nothing_listens()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var run = await ProgramRun.OfAsync("dotnet", BuiltProgram.Api,
            "--health", "--address", $"http://0.0.0.0:{port}");
        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.StartsWith($"http://127.0.0.1:{port}/health/ready does not answer: ", run.Error, StringComparison.Ordinal);
    }
}
