using System.Text.Json;

namespace Volcast.Deploy.Aws.Cost;

/// <summary>Prices in US dollars, by name, from <c>prices.json</c>.</summary>
/// <param name="Region">The region for which they hold.</param>
/// <param name="Entered">The day on which they were entered.</param>
/// <param name="Source">Where they come from.</param>
/// <param name="Dollars">Dollars of one unit, by name.</param>
internal sealed record PriceList(string Region, DateOnly Entered, string Source, IReadOnlyDictionary<string, double> Dollars)
{
    public const string NatHour = "nat-hour";
    public const string NatGigabyte = "nat-gigabyte";
    public const string EndpointHour = "endpoint-hour";
    public const string EndpointGigabyte = "endpoint-gigabyte";
    public const string AddressHour = "address-hour";

    /// <summary>The price of one unit.</summary>
    public double this[string name] => Dollars[name];

    /// <summary>The list that the program contains.</summary>
    public static PriceList Read()
    {
        using var stream = typeof(PriceList).Assembly.GetManifestResourceStream("prices.json")!;
        return JsonSerializer.Deserialize<PriceList>(stream, JsonSerializerOptions.Web)!;
    }
}
