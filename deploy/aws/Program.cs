using Amazon.CDK;
using Volcast.Deploy.Aws;
using Volcast.Deploy.Aws.Cost;
using Volcast.Deploy.Aws.Options;
using Volcast.Hosting;

ProcessCulture.SetInvariant();
try
{
    var isCost = args is ["cost", ..];
    var json = System.Environment.GetEnvironmentVariable(DeploymentContext.Variable);
    if (isCost)
    {
        var isOne = args.Any(one => one.StartsWith("environment=", StringComparison.Ordinal));
        CostView.Write(Console.Out, PriceList.Read(), isOne
            ? [OptionsReader.Read(new(json, args[1..]))]
            : [.. Enum.GetNames<DeploymentSize>().Select(size => OptionsReader.Read(
                new(json, [.. args[1..], "-c", $"environment={size.ToLowerInvariant()}"])))]);
        return 0;
    }
    var app = new App();
    Deployment.AddTo(app, OptionsReader.Read(new(json, args)));
    app.Synth();
    return 0;
}
catch (DeploymentException error)
{
    Console.Error.WriteLine($"volcast-deploy-aws: {error.Message}");
    return 2;
}
