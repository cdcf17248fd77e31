using System.IO.Pipelines;
using System.Text;
using Volcast.WebHosting.Problems;

namespace Volcast.WebHosting.Tests;

public sealed class ReplaceableWriterTests
{
    private readonly Pipe connection = new();
    private readonly ReplaceableWriter writer;

    public ReplaceableWriterTests() => writer = new(connection.Writer);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private void Write(string text)
    {
        Encoding.ASCII.GetBytes(text, writer.GetSpan(text.Length));
        writer.Advance(text.Length);
    }

    private async Task<string> SentAsync()
    {
        await writer.CompleteAsync();
        using var sent = new StreamReader(connection.Reader.AsStream());
        return await sent.ReadToEndAsync(Stop);
    }

    [Fact]
    public async Task What_the_server_writes_reaches_the_connection()
    {
        Write("one ");
        Assert.True(writer.CanGetUnflushedBytes);
        Assert.Equal(4, writer.UnflushedBytes);
        await writer.FlushAsync(Stop);
        await writer.WriteAsync("two"u8.ToArray(), Stop);
        Assert.Equal("one two", await SentAsync());
    }

    [Fact]
    public async Task After_a_replacement_the_connection_sends_it_once_and_nothing_else()
    {
        writer.Replace("problem"u8.ToArray());
        Write(new string('x', 5000));
        await writer.FlushAsync(Stop);
        await writer.WriteAsync("more"u8.ToArray(), Stop);
        await writer.FlushAsync(Stop);
        Assert.Equal("problem", await SentAsync());
    }

    [Fact]
    public async Task A_cancelled_flush_returns_and_says_so()
    {
        writer.CancelPendingFlush();
        Write("text");
        Assert.True((await writer.FlushAsync(Stop)).IsCanceled);
    }

    [Fact]
    public async Task A_failed_connection_fails_its_reader()
    {
        writer.Complete(new IOException("reset"));
        await Assert.ThrowsAsync<IOException>(async () => await connection.Reader.ReadAsync(Stop));
    }
}
