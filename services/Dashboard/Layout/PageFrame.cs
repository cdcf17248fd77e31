using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Volcast.Services.Dashboard.Pages;

namespace Volcast.Services.Dashboard.Layout;

/// <summary>What stands around every page: navigation, pickers, state of the data and of the API.</summary>
public sealed record PageFrame
{
    /// <summary>The page; null for one that is not in the navigation.</summary>
    internal DashboardPage? Page { get; init; }

    public required PageRequest Request { get; init; }

    /// <summary>The title of the browser's tab.</summary>
    public required string Title { get; init; }

    /// <summary>light, dark or system.</summary>
    public required string Theme { get; init; }

    /// <summary>Path and query of this page.</summary>
    public required string Here { get; init; }

    /// <summary>The served targets; empty where they are too many to list, or not known.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>The session after whose settlement the newest forecast is made; null where there is none, or where the API does
    /// not confirm it.</summary>
    public DateOnly? ForecastOrigin { get; init; }

    /// <summary>Settled sessions after that origin; null where it is not known.</summary>
    public int? SessionsBehind { get; init; }

    /// <summary>REAL or SIMULATED, as the newest forecast says; null without one. It counts where the page's model does not say
    /// it.</summary>
    public string? DataKind { get; init; }

    /// <summary>Why the API does not answer, as a sentence; null while it does.</summary>
    public string? Outage { get; init; }

    /// <summary>Whether the page shows an earlier document in place of one that the API does not send.</summary>
    public bool ShowsEarlierState { get; init; }

    /// <summary>The age of the oldest document of this page while the API does not answer.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Why the API could not refresh what it sent; null where it could.</summary>
    public string? StaleReason { get; init; }

    /// <summary>The state that <see cref="StateEndpoint"/> sends while nothing has changed.</summary>
    public string State { get; init; } = "";

    /// <summary>Whether the person has signed in, so that they can sign out.</summary>
    public bool IsSignedIn { get; init; }

    /// <summary>The name and the value of the field that proves that a form came from this page.</summary>
    public (string Name, string Value) Antiforgery { get; init; }

    /// <summary>The link to a page with the same symbol and horizon.</summary>
    /// <param name="route">The path of the page.</param>
    /// <param name="changes">Other or further parameters; a null removes one.</param>
    public string Link(string route, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["symbol"] = Request.Symbol,
            ["horizon"] = Request.Parameters.ContainsKey("horizon") ? Number(Request.Horizon) : null,
        };
        foreach (var (name, value) in changes)
            values[name] = value;
        var query = new QueryBuilder(values.Where(value => value.Value is not null)
            .Select(value => KeyValuePair.Create(value.Key, value.Value!)));
        return route + query;
    }

    /// <summary>The link to a table of this page, with all parameters of the page.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="format">csv, xlsx, or html for a part of a page.</param>
    public string TableLink(string table, string format = "csv") =>
        $"{(Page?.Route ?? "/").TrimEnd('/')}/tables/{Uri.EscapeDataString(table)}.{format}"
        + new QueryBuilder(Request.Parameters.Select(parameter => KeyValuePair.Create(parameter.Key, $"{parameter.Value}")));

    /// <summary>The link to this page with another horizon.</summary>
    public string LinkTo(int horizon) => Link(Page?.Route ?? "/", ("horizon", Number(horizon)));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
