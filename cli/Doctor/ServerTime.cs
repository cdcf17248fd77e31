namespace Volcast.Cli.Doctor;

/// <summary>Passes requests on, and compares the <c>Date</c> of each response with this machine's clock.</summary>
/// <param name="inner">Sends the requests.</param>
/// <param name="clock">This machine's clock.</param>
internal sealed class ServerTime(HttpMessageHandler inner, TimeProvider clock) : DelegatingHandler(inner)
{
    /// <summary>How far this machine's clock is ahead of the server's, to about a second; negative if it is behind, null if no
    /// response had a date.</summary>
    public TimeSpan? ClockAhead { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = clock.GetUtcNow();
        var response = await base.SendAsync(request, cancellationToken);
        var answered = clock.GetUtcNow();
        if (response.Headers.Date is { } date)
            ClockAhead = asked + (answered - asked) / 2 - date;
        return response;
    }
}
