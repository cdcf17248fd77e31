using Volcast.Hosting;
using Volcast.Services.Dashboard.LocalApi;

namespace Volcast.Services.Dashboard.Tests;

public sealed class DashboardSettingsTests
{
    private static Settings Resolved(params string[] flags) => Settings.Resolve(
        DashboardSettings.All, SettingsFile.Empty, _ => null, CommandLineFlags.Parse(flags, DashboardSettings.All));

    [Fact]
    public void Every_setting_is_a_known_name() => Assert.Empty(DashboardSettings.All.Select(setting => setting.Name)
        .Append(ApiProcess.ProgramVariable).Except(KnownNames.All));

    [Theory]
    [InlineData("http://127.0.0.1:8081", false)]
    [InlineData("http://localhost:9000", false)]
    [InlineData("http://0.0.0.0:8081", true)]
    public void Off_loopback_people_sign_in(string address, bool required) => Assert.Equal(
        required, DashboardOptions.Of(Resolved("--address", address), new("http://127.0.0.1:8080")).RequiresSignIn);

    [Theory]
    [InlineData("--address", "8081")]
    [InlineData("--address", "https://127.0.0.1:8081")]
    [InlineData("--api", "127.0.0.1:8080")]
    public void A_wrong_value_names_the_flag_and_what_it_expects(string flag, string value)
    {
        var refused = Assert.Throws<SettingException>(() => Resolved(flag, value));
        Assert.Contains($"'{value}' given by the flag {flag}: expected an address such as http://127.0.0.1:80", refused.Message);
    }

    [Fact]
    public void A_load_balancer_needs_a_client_and_a_key_and_its_region_says_where_its_keys_are()
    {
        const string arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/volcast/0123456789abcdef";
        var values = new Dictionary<string, string> { ["VOLCAST_DASHBOARD_SIGNER"] = arn };
        Assert.Contains("VOLCAST_DASHBOARD_SIGNER_CLIENT is missing", Refused());
        values["VOLCAST_DASHBOARD_SIGNER_CLIENT"] = "volcast";
        Assert.Contains("VOLCAST_DASHBOARD_KEY is missing", Refused());
        values["VOLCAST_DASHBOARD_KEY"] = "vk_1";
        Assert.Equal(new(arn, "volcast", new("https://public-keys.auth.elb.eu-west-1.amazonaws.com/")), Options().Balancer);
        values["VOLCAST_DASHBOARD_SIGNER"] = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/volcast/0123";
        Assert.Contains("expected the ARN of an application load balancer", Refused());

        string Refused() => Assert.Throws<SettingException>(Options).Message;

        DashboardOptions Options() => DashboardOptions.Of(
            Settings.Resolve(DashboardSettings.All, SettingsFile.Empty, values.GetValueOrDefault, new Dictionary<string, string>()),
            new("http://127.0.0.1:8080"));
    }

    [Fact]
    public void The_flags_of_the_api_are_separated_from_those_of_the_dashboard()
    {
        var (own, others) = CommandLineFlags.Split(
            ["--source", "simulated", "--address", "http://127.0.0.1:9000", "--data=my data"], DashboardSettings.All);
        Assert.Equal(["--address", "http://127.0.0.1:9000"], own);
        Assert.Equal(["--source", "simulated", "--data=my data"], others);
    }
}
