using System.Globalization;

namespace Volcast.Hosting.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class SettingsTests : IDisposable
{
    private static readonly Setting Horizon = new("HORIZON", "--horizon", "5", "sessions ahead", Setting.WholeNumber(1, 22));
    private static readonly Setting Source = new("SOURCE", "--source", "yahoo", "vendor", Setting.OneOf("yahoo", "csv"));

    private static readonly Setting Password = new("PASSWORD", null, "", "a secret", value =>
        value.Length < 8 ? null : "expected at most 7 characters")
    {
        Show = Setting.Hidden,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Settings Resolve(
        string file = "", Dictionary<string, string>? environment = null, Dictionary<string, string>? flags = null)
    {
        File.WriteAllText(folder[".env"], file);
        return Settings.Resolve([Horizon, Source, Password], SettingsFile.Read(folder[".env"]),
            name => environment?.GetValueOrDefault(name), flags ?? []);
    }

    [Fact]
    public void Each_origin_overrides_the_ones_before()
    {
        const string file = "HORIZON=1";
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
    public void An_invalid_flag_is_reported_with_its_name_its_value_and_the_expected_range()
    {
        var error = Assert.Throws<SettingException>(() => Resolve(flags: new() { ["HORIZON"] = "0" }));
        Assert.Equal("'0' given by the flag --horizon: expected a whole number from 1 to 22.", error.Message);
    }

    [Fact]
    public void An_invalid_line_is_reported_with_file_line_and_name()
    {
        var error = Assert.Throws<SettingException>(() => Resolve("HORIZON=5\n\nSOURCE=x\n"));
        Assert.Equal($"'x' given by SOURCE in {folder[".env"]}, line 3: expected one of yahoo, csv.", error.Message);
    }

    [Fact]
    public void An_invalid_secret_is_reported_without_its_value()
    {
        var error = Assert.Throws<SettingException>(() => Resolve("PASSWORD=correct horse"));
        Assert.StartsWith("'(hidden)' given by PASSWORD in ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_value_can_be_overridden_and_the_others_stay()
    {
        var settings = Resolve("HORIZON=1").With(Source, "csv");
        Assert.Equal(("csv", "1"), (settings.Text(Source), settings.Text(Horizon)));
        Assert.Equal((SettingOrigin.Flag, SettingOrigin.File), (settings[Source].Origin, settings[Horizon].Origin));
        Assert.Throws<SettingException>(() => settings.With(Source, "bloomberg"));
    }

    [Theory]
    [InlineData("2026-11-23", "2026-11-23T00:00:00Z")]
    [InlineData("2026-11-23T12:00:00", "2026-11-23T12:00:00Z")]
    [InlineData("2026-11-23T12:00", "2026-11-23T12:00:00Z")]
    [InlineData("2026-11-23T12:00:00Z", "2026-11-23T12:00:00Z")]
    [InlineData("2026-11-23T12:00:00.5Z", "2026-11-23T12:00:00.5Z")]
    [InlineData("2026-11-23T12:00:00-05:00", "2026-11-23T17:00:00Z")]
    public void A_fixed_clock_reads_dates_and_instants(string text, string instant)
    {
        Assert.True(FixedClock.TryParse(text, out var now));
        Assert.Equal(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), new FixedClock(now).GetUtcNow());
    }

    [Theory]
    [InlineData("11/23/2026")]
    [InlineData("23.11.2026")]
    [InlineData("2026/11/23")]
    [InlineData("2026-11-23 12:00")]
    [InlineData("2026-11-23T12")]
    [InlineData("Nov 23, 2026")]
    [InlineData("12:00")]
    [InlineData("2026-11")]
    [InlineData("20261123")]
    [InlineData("Mon, 23 Nov 2026 12:00:00 GMT")]
    public void A_fixed_clock_refuses_any_other_form(string text) => Assert.False(FixedClock.TryParse(text, out _));

    [Theory]
    [InlineData("1,0")]
    [InlineData("1 0")]
    [InlineData("10.")]
    [InlineData("1e1")]
    [InlineData("(10)")]
    [InlineData("١٠")]
    public void A_whole_number_has_digits_only(string text)
    {
        var error = Assert.Throws<SettingException>(() => Resolve(flags: new() { ["HORIZON"] = text }));
        Assert.Equal($"'{text}' given by the flag --horizon: expected a whole number from 1 to 22.", error.Message);
    }

    [Fact]
    public async Task Under_another_culture_the_same_texts_are_numbers()
    {
        var (whole, decimals) = await OtherCulture.RunAsync(() =>
            (Resolve(flags: new() { ["HORIZON"] = "22" }).Number(Horizon),
                PlainNumber.TryParse("-25.5", out double number) ? number : 0));
        Assert.Equal((22, -25.5), (whole, decimals));
    }
}
