using System.Globalization;
using Volcast.Evaluation;
using Volcast.Evidence.Published;

namespace Volcast.Cli.Tests.Inversion;

/// <summary>Tries to reconstruct each vendor's series from published evidence, and shows that the same attacks succeed on the
/// columns that were published before.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(typeof(SharedSimulatedEvidence))]
public sealed class InversionTests(SimulatedEvidence simulated)
{
    /// <summary>How much more of a series an attack may recover than of a moved one: a twentieth and four rows.</summary>
    private static double Margin(Reconstruction found) => .05 + 4.0 / found.Rows;

    /// <summary>The attacks that succeeded on the former columns, each on the series that it gives away.</summary>
    private static readonly (string Attack, string Series)[] Succeeded =
    [
        ("direct", VendorSeries.Vix), ("affine", VendorSeries.Vix), ("regression", VendorSeries.Vix),
        ("direct", VendorSeries.Return), ("direct", VendorSeries.RangeVariance),
        ("overlapping sums", VendorSeries.Return), ("ewma", VendorSeries.Return), ("qlike", VendorSeries.Return),
        ("shortfall", VendorSeries.Return),
    ];

    [Fact]
    public void Each_attack_succeeds_on_the_columns_that_were_published_before()
    {
        var best = Attack.Best(Former(_ => true), Market);
        Assert.All(Succeeded, attack => Assert.InRange(best[attack].Share, .9, 1));
    }

    /// <summary>Each kind of column alone gives its series away.</summary>
    [Theory]
    [InlineData("1d/outcome", "direct", VendorSeries.Return)]
    [InlineData("1d/vix-calibrated", "affine", VendorSeries.Vix)]
    [InlineData("1d/volcast.95.beyond", "direct", VendorSeries.Return)]
    [InlineData("5d/outcome", "overlapping sums", VendorSeries.Return)]
    [InlineData("1d/rv-22", "overlapping sums", VendorSeries.Return)]
    [InlineData("1d/volcast,1d/volcast.loss", "qlike", VendorSeries.Return)]
    [InlineData("1d/volcast,1d/volcast.95.var,1d/volcast.95.shortfall", "shortfall", VendorSeries.Return)]
    public void Each_column_that_was_taken_out_gives_a_series_away(string columns, string attack, string series)
    {
        var names = columns.Split(',');
        Assert.InRange(Attack.Best(Former(names.Contains), Market)[(attack, series)].Share, .9, 1);
    }

    /// <summary>A contribution that were a line through the logarithm of an index would give its monthly means away.</summary>
    [Fact]
    public void A_line_through_the_monthly_means_of_an_index_is_found()
    {
        var months = Market.Monthly;
        var means = new DailyColumns(months.Sessions);
        means.Columns["vix"] = Array.ConvertAll(months.Levels[VendorSeries.Vix], level => .3 * Math.Log(level) - 1);
        Assert.InRange(Attack.Best(means, months)[("affine", VendorSeries.Vix)].Share, .9, 1);
    }

    /// <summary>On the simulated market and, where its bars lie beside the repository, on the published evidence of
    /// SPY.</summary>
    [Fact]
    public void Published_evidence_gives_no_series_away()
    {
        List<string> page = [];
        foreach (var (name, published, market) in Markets())
        {
            Assert.NotEmpty(published.Columns);
            var real = Attack.Best(published, market);
            var chances = market.Rotated.Select(moved => Attack.Best(published, moved)).ToArray();
            foreach (var (attack, series) in real.Keys.Order())
            {
                var (found, other) = (real[(attack, series)], chances.Max(chance => chance.GetValueOrDefault((attack, series))?.Share ?? 0));
                page.Add(string.Create(CultureInfo.InvariantCulture,
                    $"| {name} | {series} | {attack} | {found.Share:0.0 %} | {other:0.0 %} |"));
                Assert.True(found.Share <= other + Margin(found), $"{found} against {other}");
            }
        }
        if (Environment.GetEnvironmentVariable("VOLCAST_WRITE_DOCS") == "1")
            File.WriteAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "inversion.md"), Page(page));
    }

    private VendorSeries Market => VendorSeries.Read(simulated.Bars, Sessions(Path.Combine(simulated.Release, "SPY-1d")));

    private DailyColumns Former(Func<string, bool> takes)
    {
        var market = Market;
        var columns = new DailyColumns(market.Sessions);
        foreach (var horizon in SimulatedEvidence.Horizons)
            columns.AddFormer(simulated[$"{horizon}d.csv"], "volcast", market);
        foreach (var name in columns.Columns.Keys.Where(name => !takes(name)).ToArray())
            columns.Columns.Remove(name);
        return columns;
    }

    private IEnumerable<(string Name, DailyColumns Published, VendorSeries Market)> Markets()
    {
        var bars = SharedData.PathOf("data", "market");
        var folders = EvidenceFolder.Find(SharedData.RepositoryRoot);
        List<(string Name, IReadOnlyList<string> Folders, VendorSeries Market)> markets =
            [("simulated", Directory.GetDirectories(simulated.Release), Market)];
        if (Directory.Exists(bars))
            markets.Add(("SPY, published", folders, VendorSeries.Read(bars, Sessions(folders[0]))));
        foreach (var (name, published, market) in markets)
        {
            yield return (name, Of(published), market);
            var months = market.Monthly;
            var means = new DailyColumns(months.Sessions);
            foreach (var folder in published)
                means.AddMonths(folder);
            yield return ($"{name}, means of months", means, months);
        }
    }

    private static DailyColumns Of(IReadOnlyList<string> folders)
    {
        var columns = new DailyColumns(Sessions(folders[0]));
        foreach (var folder in folders)
            columns.AddFolder(folder);
        return columns;
    }

    private static string[] Sessions(string folder) => CsvTable.Parse(
        "forecasts.csv", File.ReadAllBytes(Path.Combine(folder, "forecasts.csv"))).Texts("forecast_origin");

    private static string Page(IEnumerable<string> rows) => $"""
        # What can be reconstructed from the published evidence

        Written by `VOLCAST_WRITE_DOCS=1 dotnet test tests/cli --filter InversionTests`; the rows of SPY need the daily bars
        beside the repository.

        Each attack estimates a vendor's daily series from the daily columns of the [evidence](../evidence/README.md) of all
        horizons, or its monthly means from the mean contributions. *Recovered* is the share of the estimated rows within
        .1 % of a price or an index, or within 1 % of an absolute return or a range, for the best choice of columns. *By
        chance* is the largest such share after the series was moved by one, two and three quarters of its length, so that
        the columns say nothing about it. On the columns that were published before, each attack recovers at least 90 % of a
        series; a test shows it on the simulated market.

        | market | series | attack | recovered | by chance |
        |---|---|---|---:|---:|
        {string.Join('\n', rows)}

        """;
}
