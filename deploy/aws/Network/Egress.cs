using Volcast.Deploy.Aws.Cost;

namespace Volcast.Deploy.Aws.Network;

/// <summary>How tasks reach AWS's services.</summary>
internal enum Egress
{
    /// <summary>A public address for the minutes of a task, and no way in.</summary>
    PublicAddress,

    /// <summary>Private subnets and one NAT gateway.</summary>
    Nat,

    /// <summary>Private subnets and an interface endpoint for each service in each zone.</summary>
    Endpoints,
}

/// <summary>Chooses <see cref="Egress"/> by its monthly cost.</summary>
internal static class EgressChoice
{
    /// <summary>The services that tasks call besides S3, whose gateway endpoint is free.</summary>
    public static readonly IReadOnlyList<string> Services = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"];

    /// <summary>The cheaper of one NAT gateway and the endpoints. Both need private subnets.</summary>
    /// <param name="prices">The price list.</param>
    /// <param name="zones">Zones of the network.</param>
    /// <param name="gigabytes">Traffic a month.</param>
    /// <param name="needsInternet">Whether tasks call something outside AWS, which endpoints do not reach.</param>
    public static Egress Private(PriceList prices, int zones, double gigabytes, bool needsInternet) =>
        needsInternet || NatCost(prices, gigabytes) <= EndpointCost(prices, zones, gigabytes) ? Egress.Nat : Egress.Endpoints;

    /// <summary>US dollars a month of one NAT gateway with its address.</summary>
    public static double NatCost(PriceList prices, double gigabytes) =>
        CostModel.Hours * (prices[PriceList.NatHour] + prices[PriceList.AddressHour]) + gigabytes * prices[PriceList.NatGigabyte];

    /// <summary>US dollars a month of the interface endpoints.</summary>
    public static double EndpointCost(PriceList prices, int zones, double gigabytes) =>
        CostModel.Hours * Services.Count * zones * prices[PriceList.EndpointHour] + gigabytes * prices[PriceList.EndpointGigabyte];
}
