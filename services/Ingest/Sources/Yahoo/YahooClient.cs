using System.Text;
using Polly.Timeout;
using Volcast.Services.Ingest.Sources.Http;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Requests to Yahoo: retried after temporary errors, and with a new session after a refusal.</summary>
internal sealed class YahooClient : IDisposable
{
    private readonly YahooOptions options;
    private readonly VendorClient client;
    private readonly SemaphoreSlim renewal = new(1, 1);
    private volatile YahooSession session;

    public YahooClient(VendorClient client, YahooOptions options)
    {
        (this.client, this.options) = (client, options);
        session = new YahooSession(0, options.BaseAddress, null, null, "");
    }

    /// <summary>An answer that is neither a refusal nor a temporary error; it may still be an error that Yahoo reports as
    /// JSON.</summary>
    /// <param name="chart">What is requested.</param>
    /// <param name="notes">Receives the cause of each retry.</param>
    /// <param name="cancellationToken">Stops waiting and reading.</param>
    /// <returns>The request that was answered, and the answer.</returns>
    /// <exception cref="MarketDataException">Rate limited, refused or unavailable after the last attempt.</exception>
    public async Task<(VendorRequest Request, VendorAnswer Answer)> GetAsync(
        ChartRequest chart, List<string> notes, CancellationToken cancellationToken)
    {
        var current = session;
        var request = Request(chart, current);
        var answer = await client.GetAsync(request, notes, cancellationToken);
        if (IsSessionRefused(answer))
        {
            current = await RenewAsync(current, cancellationToken);
            request = Request(chart, current);
            answer = await client.GetAsync(request, notes, cancellationToken);
        }
        return IsSessionRefused(answer) ? throw YahooFailures.Refused(request, answer, current.Remark) : (request, answer);
    }

    /// <summary>401, 403, or a web page (consent, sign-in, error) instead of data; a new session may help.</summary>
    private static bool IsSessionRefused(VendorAnswer answer) =>
        answer.Status is 401 or 403 || (answer.IsWebPage && answer.Status is < 400);

    private static VendorRequest Request(ChartRequest chart, YahooSession session) =>
        new(YahooSource.Vendor, chart.Symbol, chart.Address(session.Host, session.Crumb)) { Headers = session.Headers };

    private async Task<YahooSession> RenewAsync(YahooSession refused, CancellationToken cancellationToken)
    {
        await renewal.WaitAsync(cancellationToken);
        try
        {
            if (session.Number != refused.Number)
                return session;
            var host = refused.Host == options.BaseAddress ? options.AlternativeAddress : options.BaseAddress;
            var (cookie, cookieRemark) = await CookieAsync(cancellationToken);
            var (crumb, crumbRemark) = await CrumbAsync(host, cookie, cancellationToken);
            return session = new YahooSession(refused.Number + 1, host, cookie, crumb, $"{cookieRemark}, {crumbRemark}");
        }
        finally
        {
            renewal.Release();
        }
    }

    private async Task<(string? Cookie, string Remark)> CookieAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (_, cookie) = await client.Connection.GetAsync(
                new(YahooSource.Vendor, default, options.CookieAddress), cancellationToken);
            return (cookie, cookie is null ? "Yahoo set no cookie" : "Yahoo set a cookie");
        }
        catch (Exception fault) when (IsPassing(fault))
        {
            return (null, $"the request for a cookie failed ({fault.Message.TrimEnd('.')})");
        }
    }

    /// <summary>The crumb of a session, or null. A failure here appears only in the session's remark.</summary>
    private async Task<(string? Crumb, string Remark)> CrumbAsync(Uri host, string? cookie, CancellationToken cancellationToken)
    {
        try
        {
            var request = new VendorRequest(
                YahooSource.Vendor, default, new Uri(VendorRequest.Endpoint(host, "v1/test/getcrumb")))
            {
                Headers = YahooSession.CookieHeader(cookie),
            };
            var (answer, _) = await client.Connection.GetAsync(request, cancellationToken);
            var text = Encoding.UTF8.GetString(answer.Body).Trim();
            return answer.Status == 200 && LooksLikeCrumb(text)
                ? (text, "Yahoo gave a crumb")
                : (null, $"Yahoo gave no crumb ({answer.Status})");
        }
        catch (Exception fault) when (IsPassing(fault))
        {
            return (null, $"the request for a crumb failed ({fault.Message.TrimEnd('.')})");
        }
    }

    /// <summary>Whether the text is a short word rather than a page, JSON or a sentence.</summary>
    private static bool LooksLikeCrumb(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => c is > ' ' and < '\x7f' and not ('<' or '{'));

    private static bool IsPassing(Exception fault) =>
        fault is HttpRequestException or IOException or InvalidDataException or TimeoutRejectedException;

    public void Dispose() => renewal.Dispose();
}

/// <summary>The identity that Yahoo gives a client. The first session is empty, because the chart endpoint rarely asks for
/// one.</summary>
/// <param name="Number">Counts the sessions of a run, so that several requests refused at once renew it only once.</param>
/// <param name="Host">The host that receives the requests.</param>
/// <param name="Cookie">Value of the Cookie header, or null.</param>
/// <param name="Crumb">The token that belongs to the cookie, or null; the chart endpoint does not require it.</param>
/// <param name="Remark">How the session was made, for the message if it is refused too. Contains no secret.</param>
internal sealed record YahooSession(int Number, Uri Host, string? Cookie, string? Crumb, string Remark)
{
    /// <summary>The headers that identify a request.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers => CookieHeader(Cookie);

    public static IReadOnlyList<(string Name, string Value)> CookieHeader(string? cookie) =>
        cookie is null ? [] : [("Cookie", cookie)];
}
