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
    public void The_flags_of_the_api_are_separated_from_those_of_the_dashboard()
    {
        var (own, others) = CommandLineFlags.Split(
            ["--source", "simulated", "--address", "http://127.0.0.1:9000", "--data=my data"], DashboardSettings.All);
        Assert.Equal(["--address", "http://127.0.0.1:9000"], own);
        Assert.Equal(["--source", "simulated", "--data=my data"], others);
    }
}
