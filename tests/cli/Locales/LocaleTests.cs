namespace Volcast.Cli.Tests.Locales;

/// <summary>The same commands write the same bytes under any locale, time zone and character set, and in an empty
/// environment.</summary>
public sealed class LocaleTests : IDisposable
{
    private static readonly (string, string) WithIcu = ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0");

    private static readonly Surroundings Empty = new("an empty environment");

    /// <summary>Another decimal separator, minus sign and calendar, another time zone, Latin-1 and no home folder, all at
    /// once.</summary>
    private static readonly Surroundings Hostile = new("Persian in Latin-1", WithIcu, ("LANG", "fa_IR.ISO-8859-1"),
        ("LC_ALL", "fa_IR.ISO-8859-1"), ("TZ", "America/Los_Angeles"), ("HOME", "/nonexistent"));

    private static readonly Surroundings[] Many =
    [
        Hostile,
        new("German", WithIcu, ("LANG", "de_DE.UTF-8"), ("LC_ALL", "de_DE.UTF-8"), ("TZ", "America/Los_Angeles")),
        new("Thai in Latin-1", WithIcu, ("LC_ALL", "th_TH.ISO-8859-1"), ("TZ", "Asia/Tokyo"), ("HOME", "/nonexistent")),
        new("C", ("LC_ALL", "C"), ("TZ", "UTC")),
        .. from locale in new[] { "C", "de_DE.UTF-8", "th_TH.UTF-8" }
           from zone in new[] { "UTC", "Asia/Tokyo", "America/Los_Angeles" }
           select new Surroundings($"{locale}, {zone}", WithIcu, ("LANG", locale), ("LC_ALL", locale), ("TZ", zone)),
        .. from locale in new[] { "tr_TR.UTF-8", "sv_SE.UTF-8", "ar_SA.UTF-8", "fa_IR.UTF-8" }
           select new Surroundings(locale, WithIcu, ("LANG", locale), ("LC_ALL", locale)),
        new("Latin-1", ("LC_ALL", "en_US.ISO-8859-1")),
        new("POSIX", ("LC_ALL", "POSIX"), ("TERM", "dumb")),
    ];

    /// <param name="lookback">Five years train a model with trees, two years HAR.</param>
    private static string[][] Pipeline(string lookback) =>
    [
        ["pipeline", "--source", "simulated", "--lookback", lookback, "--data", "data"],
        ["forecast", "--data", "data", "--json", "--above", "25.5"],
        ["registry", "show", "--data", "data"],
    ];

    private static readonly string[][] Everything =
    [
        .. Pipeline("5y"),
        ["registry", "show", "--data", "data", "--json"],
        ["explain", "--data", "data", "--from", "2024-05-01", "--out", "data/reasons.csv"],
        ["backtest", "--data", "data", "--models", "har,volcast", "--from", "2024-01-02", "--report", "data/report",
            "--out", "data/forecasts.csv"],
        ["status", "--data", "data", "--json"],
        ["verify", "--data", "data"],
    ];

    private readonly LocaleRun run = new();

    public void Dispose() => run.Dispose();

    /// <summary>Training's tests fit the model with trees under another culture.</summary>
    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task The_pipeline_writes_the_same_bytes_in_other_surroundings() => await SameAsync([Hostile], Pipeline("2y"));

    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public async Task Every_command_writes_the_same_bytes_in_many_surroundings() => await SameAsync(Many, Everything);

    private async Task SameAsync(Surroundings[] others, string[][] commands)
    {
        Assert.SkipUnless(await run.HasIcuAsync(), "needs ICU, which has the cultures (apt-get install libicu72)");
        var expected = await run.OfAsync(Empty, commands);
        Assert.Contains(expected, line => line.Contains("metrics", StringComparison.Ordinal));
        foreach (var other in others)
        {
            var found = await run.OfAsync(other, commands);
            Assert.True(expected.SequenceEqual(found), $"{other.Name}: {string.Join('\n',
                found.Except(expected).Take(5))}\ninstead of\n{string.Join('\n', expected.Except(found).Take(5))}");
        }
    }
}
