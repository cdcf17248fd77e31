using Volcast.Deploy.Aws.Options;

namespace Volcast.Deploy.Aws.Cost;

/// <summary>Prints estimates.</summary>
internal static class CostView
{
    /// <summary>The estimate of each deployment, and then the assumptions of all.</summary>
    public static void Write(TextWriter output, PriceList prices, IReadOnlyList<DeploymentOptions> deployments)
    {
        foreach (var options in deployments)
            Write(output, options, prices);
        output.WriteLine($"Prices: {prices.Region}, entered on {prices.Entered:yyyy-MM-dd}. {prices.Source}");
        output.WriteLine("Assumptions:");
        foreach (var assumption in CostModel.Assumptions)
            output.WriteLine($"  - {assumption}");
    }

    private static void Write(TextWriter output, DeploymentOptions options, PriceList prices)
    {
        var lines = CostModel.Estimate(options, prices);
        output.WriteLine($"{options.Environment}: {CostModel.Total(options, prices):0.00} US dollars a month in {prices.Region}");
        foreach (var line in lines.OrderByDescending(line => line.Dollars))
            output.WriteLine($"  {line.Dollars,8:0.00}  {line.What}");
        output.WriteLine();
    }
}
