using Volcast.Deploy.Aws.Mlflow;
using Volcast.Deploy.Aws.Network;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Tasks;

namespace Volcast.Deploy.Aws.Cost;

/// <summary>A line of the estimate.</summary>
/// <param name="What">What is paid for, with its quantity.</param>
/// <param name="Dollars">US dollars a month.</param>
internal sealed record CostLine(string What, double Dollars);

/// <summary>Estimates the monthly bill of a deployment from its options and the price list.</summary>
internal static class CostModel
{
    /// <summary>Hours of a month.</summary>
    public const double Hours = 730;

    private const double Gigabyte = 1;

    /// <summary>Daily runs of a month: five a week.</summary>
    public const double Runs = 21.7;

    /// <summary>Traffic of the tasks to AWS's services and to the internet, GB a month: images and logs.</summary>
    public const double TaskGigabytes = 20;

    /// <summary>What the estimate takes for granted.</summary>
    public static IReadOnlyList<string> Assumptions =>
    [
        $"{Runs} daily runs a month; the function runs for 2 minutes, the daily task for 5, a retraining task for 10",
        $"5 GB of lake with its old versions; 20,000 puts and 200,000 gets a month; {TaskGigabytes} GB through the network's exit",
        "2 GB of images in each repository; 1 GB of logs; one load balancer unit on average",
        "no array of jobs, no data transfer out beyond the free 100 GB, no free tier, no tax",
    ];

    /// <summary>How tasks of this deployment leave its network.</summary>
    public static Egress EgressOf(DeploymentOptions options, PriceList prices) => options.Size == DeploymentSize.Small
        ? Egress.PublicAddress
        // The dashboard fetches the load balancer's public keys, and the image of MLflow comes from another registry.
        : EgressChoice.Private(prices, options.Zones, TaskGigabytes, options.Web is not null || options.MlflowImage.Length > 0);

    /// <summary>US dollars a month.</summary>
    public static double Total(DeploymentOptions options, PriceList prices) => Estimate(options, prices).Sum(line => line.Dollars);

    public static IReadOnlyList<CostLine> Estimate(DeploymentOptions options, PriceList prices)
    {
        var isSmall = options.Size == DeploymentSize.Small;
        var lines = new List<CostLine>
        {
            Line("lake: 5 GB, 20,000 puts, 200,000 gets", 5 * prices["s3-gigabyte-month"] + 20_000 * prices["s3-put"]
                + 200_000 * prices["s3-get"]),
            Line("daily task", Runs * 5 / 60 * PerHour(TaskSize.Daily(options), prices)),
            Line("encryption key", prices["key-month"]),
            Line("logs: 1 GB", Gigabyte * prices["log-gigabyte"]),
            Line($"images: 2 GB in each of {ImageNames.Of(options).Count}",
                ImageNames.Of(options).Count * 2 * prices["image-gigabyte-month"]),
            Line($"alarms: {AlarmsOf(options)}, and a dashboard",
                AlarmsOf(options) * prices["alarm-month"] + prices["dashboard-month"]),
            Exit(options, prices),
        };
        if (options.MlflowImage.Length == 0)
            lines.Add(Line("file system of the registry: 1 GB", prices["file-gigabyte-month"]));
        if (isSmall)
            return lines;
        lines.Add(Line("ingest function", Runs * 120 * prices["lambda-gigabyte-second"]));
        lines.Add(Line("state machine: 8 transitions a run", Runs * 8 * prices["transition"]));
        if (options.UsesTiingo)
            lines.Add(Line("secret of Tiingo's token", prices["secret-month"]));
        if (options.RetrainsApart)
            lines.Add(Line("retraining task", Runs * 10 / 60 * PerHour(TaskSize.Training, prices)));
        if (options.Web is not null || options.MlflowImage.Length > 0)
            lines.Add(Line("names of the services", prices["private-zone-month"]));
        if (options.Web is not null)
        {
            lines.Add(Line($"load balancer with {options.Zones} addresses",
                Hours * (prices["balancer-hour"] + prices["balancer-unit-hour"] + options.Zones * prices[PriceList.AddressHour])));
            lines.Add(Line($"API and dashboard: {2 * options.Instances} tasks",
                2 * options.Instances * Hours * PerHour(TaskSize.Web, prices)));
            lines.Add(Line("2 secrets", 2 * prices["secret-month"]));
        }
        if (options.MlflowImage.Length > 0)
            lines.AddRange(Mlflow(options, prices));
        return lines;
    }

    /// <summary>Alarms of a deployment; a test compares with the template.</summary>
    public static int AlarmsOf(DeploymentOptions options) =>
        2 + (options.Web is null ? 0 : 4) + (options.MlflowImage.Length > 0 ? 1 : 0);

    private static CostLine Exit(DeploymentOptions options, PriceList prices) => EgressOf(options, prices) switch
    {
        Egress.PublicAddress => Line("public address while the task runs", Runs * 5 / 60 * prices[PriceList.AddressHour]),
        Egress.Nat => Line(
            $"one NAT gateway ({EgressChoice.EndpointCost(prices, options.Zones, TaskGigabytes):0.00} by endpoints)",
            EgressChoice.NatCost(prices, TaskGigabytes)),
        _ => Line($"interface endpoints ({EgressChoice.NatCost(prices, TaskGigabytes):0.00} by one NAT gateway)",
            EgressChoice.EndpointCost(prices, options.Zones, TaskGigabytes)),
    };

    private static IEnumerable<CostLine> Mlflow(DeploymentOptions options, PriceList prices)
    {
        var copies = options.Size == DeploymentSize.Prod ? 2 : 1;
        yield return Line($"database db.t4g.micro, {MlflowDatabase.Gigabytes} GB{(copies == 2 ? ", with a standby" : "")}",
            copies * (Hours * prices["database-hour"] + MlflowDatabase.Gigabytes * prices["database-gigabyte-month"]));
        yield return Line("MLflow server", Hours * PerHour(TaskSize.Mlflow, prices));
        yield return Line("1 secret", prices["secret-month"]);
    }

    private static double PerHour(TaskSize size, PriceList prices) =>
        size.VirtualCpus * prices["fargate-cpu-hour"] + size.Gigabytes * prices["fargate-gigabyte-hour"];

    private static CostLine Line(string what, double dollars) => new(what, dollars);
}
