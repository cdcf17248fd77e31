using Volcast.Market;

namespace Volcast.Services.Ingest.Sources.Http;

/// <summary>One request to a vendor.</summary>
/// <param name="Vendor">The vendor's name in messages, such as Yahoo.</param>
/// <param name="Symbol">The symbol that the request is about.</param>
/// <param name="Address">The address to get.</param>
internal sealed record VendorRequest(string Vendor, Symbol Symbol, Uri Address)
{
    /// <summary>Further headers. A message never shows them: they may hold a token.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>A secret that the request carries. Should the server repeat it, a message hides it.</summary>
    public string? Secret { get; init; }

    /// <summary>Whose requests the vendor counts, as messages say it.</summary>
    public string Counted { get; init; } = "this address's requests";

    /// <summary>The value of the Accept header.</summary>
    public string Accept { get; init; } = "application/json,text/html;q=0.9,*/*;q=0.8";

    /// <summary>The address as messages show it: without query, user and password.</summary>
    public string Shown => Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>A text of the server as messages show it.</summary>
    public string Quote(string text) =>
        string.IsNullOrEmpty(Secret) ? text : text.Replace(Secret, "(hidden)", StringComparison.Ordinal);

    /// <summary>The address of an endpoint below a base address.</summary>
    public static string Endpoint(Uri baseAddress, string path) => $"{baseAddress.AbsoluteUri.TrimEnd('/')}/{path}";
}
