using Volcast.Deploy.Aws.Cost;
using Volcast.Deploy.Aws.Network;
using Volcast.Deploy.Aws.Options;

namespace Volcast.Deploy.Aws.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("yahoo")]
    [InlineData("tiingo, yahoo")]
    [InlineData("Yahoo")]
    public void Prod_takes_no_data_from_Yahoo_unless_somebody_says_that_they_may(string source)
    {
        var refused = Assert.Throws<DeploymentException>(() => Synthesis.Options("prod", $"source={source}"));
        Assert.StartsWith("Yahoo's prices are for personal use under Yahoo's terms, so prod does not use them", refused.Message);
        Assert.Equal(source.ToLowerInvariant(),
            Synthesis.Options("prod", $"source={source}", "yahooTermsAccepted=yes").Settings["VOLCAST_SOURCE"]);
        Assert.Equal(source.ToLowerInvariant(), Synthesis.Options("dev", $"source={source}").Settings["VOLCAST_SOURCE"]);
    }

    [Theory]
    [InlineData("environment=small", "The size small keeps no secret", "source=tiingo")]
    [InlineData("environment=test", "environment=test is not one of small, dev, prod")]
    [InlineData("imageTag=latest", "imageTag=latest is not a tag")]
    [InlineData("githubRepository=example/volcast", "githubRepository=example/volcast is not OWNER@ID/NAME@ID")]
    [InlineData("mlflowImage=mlflow:3", "mlflowImage=mlflow:3 is not an image with its digest")]
    [InlineData("monthlyBudget=-1", "monthlyBudget=-1 is not a whole number from 1")]
    [InlineData("web=perhaps", "web=perhaps is not one of yes, no")]
    [InlineData("targets=@tickers.txt", "targets=@tickers.txt names a file, which the containers do not have")]
    [InlineData("targets=@inbox/../data/a", "names a file, which the containers do not have")]
    [InlineData("hostname=", "The context value 'hostname' is missing")]
    public void A_wrong_value_is_named_with_what_is_expected(string value, string message, string? other = null) =>
        Assert.Contains(message,
            Assert.Throws<DeploymentException>(() => Synthesis.Options("dev", other is null ? [value] : [value, other])).Message);

    /// <summary>Lambda takes 4 KB of environment. The size small has no function.</summary>
    [Fact]
    public void Targets_that_do_not_fit_the_environment_of_the_function_are_refused_before_the_deployment()
    {
        Assert.NotNull(Synthesis.Options("dev", Targets(800)));
        var refused = Assert.Throws<DeploymentException>(() => Synthesis.Options("dev", Targets(900)));
        Assert.StartsWith("The settings of the jobs have 3,", refused.Message);
        Assert.Contains("the ingest function takes 3,584: put a file of the targets into the inbox", refused.Message);
        Assert.NotNull(Synthesis.Options("small", Targets(900)));

        static string Targets(int count) => $"targets={string.Join(',', Enumerable.Repeat("SPY", count))}";
    }

    [Fact]
    public void A_flag_overrides_the_context_of_CDK()
    {
        Assert.Equal("dev", new DeploymentContext("""{"environment":"dev"}""", []).Text("environment", ""));
        Assert.Equal("prod", new DeploymentContext("""{"environment":"dev"}""", ["-c", "environment=prod"]).Text("environment", ""));
        Assert.Throws<DeploymentException>(() => new DeploymentContext("[1]", []));
        Assert.Throws<DeploymentException>(() => new DeploymentContext(null, ["-c"]));
        Assert.Throws<DeploymentException>(() => new DeploymentContext(null, ["--context", "a=b"]));
    }

    /// <summary>Four endpoints cost 4 · zones · 730 h · .01, a NAT gateway with its address 730 h · .05, and a gigabyte .01 or
    /// .045.</summary>
    [Theory]
    [InlineData(1, 0, 29.20, 36.50, false)]
    [InlineData(2, 0, 58.40, 36.50, true)]
    [InlineData(2, 600, 64.40, 63.50, true)]
    [InlineData(2, 700, 65.40, 68.00, false)]
    public void The_cheaper_way_out_of_the_network_is_taken(int zones, double gigabytes, double endpoints, double nat, bool isNat)
    {
        var prices = PriceList.Read();
        Assert.Equal(endpoints, EgressChoice.EndpointCost(prices, zones, gigabytes), 9);
        Assert.Equal(nat, EgressChoice.NatCost(prices, gigabytes), 9);
        Assert.Equal(isNat ? Egress.Nat : Egress.Endpoints, EgressChoice.Private(prices, zones, gigabytes, needsInternet: false));
        Assert.Equal(Egress.Nat, EgressChoice.Private(prices, zones, gigabytes, needsInternet: true));
    }

    [Theory]
    [InlineData("small")]
    [InlineData("dev")]
    [InlineData("prod")]
    public void The_page_states_the_cost_that_the_command_prints(string environment) => Assert.Contains(
        $"| `{environment}` | {CostModel.Total(Synthesis.Options(environment), PriceList.Read()):0.00} |",
        File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "operations", "aws.md")));

    [Fact]
    public void The_estimate_prints_each_line_and_its_assumptions()
    {
        using var output = new StringWriter();
        CostView.Write(output, PriceList.Read(), [Synthesis.Options("small")]);
        // A run of 5 minutes with 2 CPUs and 4 GB, 21.7 times: 21.7 · 5/60 · (2 · .04048 + 4 · .004445).
        Assert.Contains("      0.18  daily task", output.ToString());
        Assert.Contains("      1.00  encryption key", output.ToString());
        Assert.StartsWith("small: ", output.ToString());
    }
}
