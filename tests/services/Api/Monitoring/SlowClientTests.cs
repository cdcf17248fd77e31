using Microsoft.AspNetCore.Http;
using Volcast.Lake;
using Volcast.Services.Api.Data;
using Volcast.Services.Api.Monitoring;

namespace Volcast.Services.Api.Tests.Monitoring;

[Trait(Category.Name, Category.Integration)]
public sealed class SlowClientTests(MonitoredApi api) : IClassFixture<MonitoredApi>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_does_not_read_its_response_keeps_no_reader()
    {
        using var requests = new LakeRequests(
            stop => DataLake.OpenLocalAsync(api.LakeFolder, cancellationToken: stop), new() { Parallel = 1 }, text => text);
        var history = new MonitoringHistory(requests);
        var endpoint = new MonitoringEndpoint(api.Snapshots, history, "build");
        await using var slow = new BlockedStream();
        var waiting = endpoint.GetAsync(Request(slow));
        await slow.Begun.Task.WaitAsync(Stop);

        using var body = new MemoryStream();
        await endpoint.GetAsync(Request(body)).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.NotEqual(0, body.Length);
        Assert.False(waiting.IsCompleted);
        slow.Reads.SetResult();
        await waiting;
        Assert.Equal(body.ToArray(), slow.Written);
    }

    private static DefaultHttpContext Request(Stream body)
    {
        var context = new DefaultHttpContext { RequestAborted = Stop };
        context.Request.Method = HttpMethods.Get;
        context.Request.Path = "/v1/monitoring";
        context.Response.Body = body;
        return context;
    }

    /// <summary>The connection of a client that reads nothing until the test lets it.</summary>
    private sealed class BlockedStream : MemoryStream
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Reads { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public byte[] Written { get; private set; } = [];

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Begun.SetResult();
            await Reads.Task.WaitAsync(cancellationToken);
            Written = buffer.ToArray();
        }
    }
}
