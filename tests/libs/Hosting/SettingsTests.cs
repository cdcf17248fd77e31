using System.Globalization;

namespace Volcast.Hosting.Tests;

public sealed class SettingsTests
{
    private static readonly Setting Horizon = new("HORIZON", "--horizon", "5", "sessions ahead", Setting.WholeNumber(1, 22));
    private static readonly Setting Source = new("SOURCE", "--source", "yahoo", "vendor", Setting.OneOf("yahoo", "csv"));

    private static Settings Resolve(
        Dictionary<string, string>? file = null,
        Dictionary<string, string>? environment = null,
        Dictionary<string, string>? flags = null) =>
        Settings.Resolve([Horizon, Source], file ?? [], name => environment?.GetValueOrDefault(name), flags ?? []);

    [Fact]
    public void Each_giver_overrides_the_ones_before()
    {
        Dictionary<string, string> file = new() { ["HORIZON"] = "1" };
        Dictionary<string, string> environment = new() { ["HORIZON"] = "10" };
        Dictionary<string, string> flags = new() { ["HORIZON"] = "22" };
        Holds(5, SettingOrigin.Default, Resolve());
        Holds(1, SettingOrigin.File, Resolve(file));
        Holds(10, SettingOrigin.Environment, Resolve(file, environment));
        Holds(22, SettingOrigin.Flag, Resolve(file, environment, flags));

        static void Holds(int number, SettingOrigin origin, Settings settings) =>
            Assert.Equal((number, origin), (settings.Number(Horizon), settings[Horizon].Origin));
    }

    [Fact]
    public void A_blank_environment_variable_is_not_set() =>
        Assert.Equal(SettingOrigin.Default, Resolve(environment: new() { ["HORIZON"] = "  " })[Horizon].Origin);

    [Fact]
    public void A_wrong_value_names_setting_giver_and_what_was_expected()
    {
        var error = Assert.Throws<SettingException>(() => Resolve(flags: new() { ["HORIZON"] = "0" }));
        Assert.Equal("'0' given by the flag --horizon: expected a whole number from 1 to 22.", error.Message);
        var inFile = Assert.Throws<SettingException>(() => Resolve(new() { ["SOURCE"] = "x" }));
        Assert.Contains("SOURCE in the settings file", inFile.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_value_can_be_overridden_and_the_others_stay()
    {
        var settings = Resolve(new() { ["HORIZON"] = "1" }).With(Source, "csv");
        Assert.Equal(("csv", "1"), (settings.Text(Source), settings.Text(Horizon)));
        Assert.True(settings.IsGiven(Horizon));
    }

    [Theory]
    [InlineData("2026-11-23", "2026-11-23T00:00:00Z")]
    [InlineData("2026-11-23T12:00:00", "2026-11-23T12:00:00Z")]
    [InlineData("2026-11-23T12:00:00-05:00", "2026-11-23T17:00:00Z")]
    public void A_fixed_clock_reads_dates_and_instants(string text, string instant)
    {
        Assert.True(FixedClock.TryParse(text, out var now));
        Assert.Equal(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), new FixedClock(now).GetUtcNow());
    }
}
