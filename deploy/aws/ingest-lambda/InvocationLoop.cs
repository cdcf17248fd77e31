namespace Volcast.Deploy.IngestLambda;

/// <summary>Takes one event after the other and answers each.</summary>
/// <param name="runtime">Lambda's runtime API.</param>
/// <param name="ingest">The work.</param>
/// <param name="clock">Compares the present with the deadline.</param>
internal sealed class InvocationLoop(RuntimeClient runtime, IngestRun ingest, TimeProvider clock)
{
    /// <summary>Time that is left for the answer.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(10);

    /// <exception cref="HttpRequestException">The runtime API fails; Lambda then starts the program anew.</exception>
    /// <exception cref="OperationCanceledException">The program is to end.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
            await RunOneAsync(stop);
    }

    /// <summary>Waits for one event and answers it.</summary>
    public async Task RunOneAsync(CancellationToken stop)
    {
        var invocation = await runtime.NextAsync(stop);
        var left = invocation.Deadline - Reserve - clock.GetUtcNow();
        using var late = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        var (answer, error) = await ingest.RunAsync(either.Token);
        if (error is not null)
            await runtime.FailAsync(invocation, error, stop);
        else
            await runtime.AnswerAsync(invocation, answer, stop);
    }
}
