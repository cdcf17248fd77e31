using System.Globalization;
using System.Text;
using Volcast.Volatility;

namespace Volcast.Evaluation.Tests;

/// <summary>
/// Scores the published forecasts of the recipe, which use daily bars, on an outcome that they do not use: 5-minute realised
/// variance plus the squared overnight return. The reference is a model of these measures: a log-HAR with ln VIX, refitted every
/// 42 sessions, with 5 rows purged and the smearing correction of the exponential (Corsi 2009; Duan 1983). Other models take part
/// if
/// <c>VOLCAST_FORECASTS</c> names a file of <c>volcast backtest --out</c>.
/// </summary>
[Trait(Category.Name, Category.Integration)]
public sealed class IntradayOutcomeTests
{
    private const int Horizon = 5;
    private const string Intraday = "log-har-vix on 5-minute measures";
    private static readonly int[] Windows = [1, 5, 22];

    [Fact]
    public void On_five_minute_variance_the_recipe_is_within_a_tenth_of_a_model_of_five_minute_measures()
    {
        var bars = Table(SharedData.Require("data", "market", "SPY.csv"));
        var vix = Table(SharedData.Require("data", "market", "VIX.csv"));
        var measures = Table(SharedData.Require("data", "market", "SPY_RV.csv"));
        var sessions = bars.Keys.Order()
            .Where(day => day.CompareTo("2013-12-31") >= 0 && day.CompareTo("2020-02-01") < 0).ToArray();
        var variance = new double[sessions.Length];
        for (var i = 0; i < sessions.Length; i++)
            variance[i] = i > 0 && measures.TryGetValue(sessions[i], out var day)
                ? 252 * (day["RV5"] + Math.Pow(Overnight(bars[sessions[i - 1]], bars[sessions[i]]), 2))
                : double.NaN;
        double[] outcome = [.. sessions.Select((_, i) => i + Horizon < sessions.Length
            ? variance[(i + 1)..(i + 1 + Horizon)].Average() : double.NaN)];
        double[][] terms = [.. sessions.Select((day, i) =>
            Terms(variance, i, vix.GetValueOrDefault(day)?["Close"] ?? double.NaN))];

        var forecasts = Forecasts();
        var losses = forecasts.Keys.Prepend(Intraday).ToDictionary(name => name, _ => new List<double>());
        var first = Array.FindIndex(sessions, day => day.CompareTo("2016-01-01") >= 0);
        for (var refit = first; refit < sessions.Length && sessions[refit].CompareTo("2020-01-01") < 0; refit += 42)
        {
            int[] rows = [.. Enumerable.Range(0, refit - Horizon)
                .Where(i => double.IsFinite(outcome[i]) && terms[i].All(double.IsFinite))];
            var design = new DesignMatrix(["d", "w", "m", "vix"], [.. rows.SelectMany(i => terms[i])]);
            double[] response = [.. rows.Select(i => Math.Log(outcome[i]))];
            var fit = LeastSquares.Fit(design, response);
            var fitted = design.Predict([fit.Intercept, .. fit.Slopes]);
            var smearing = response.Select((y, i) => Math.Exp(y - fitted[i])).Average();
            for (var i = refit; i < Math.Min(refit + 42, sessions.Length) && sessions[i].CompareTo("2020-01-01") < 0; i++)
            {
                if (!double.IsFinite(outcome[i]) || !terms[i].All(double.IsFinite))
                    continue;
                losses[Intraday].Add(Losses.Qlike(
                    outcome[i], smearing * Math.Exp(fit.Intercept + fit.Slopes.Zip(terms[i], (b, x) => b * x).Sum())));
                foreach (var (name, ofDays) in forecasts)
                    losses[name].Add(Losses.Qlike(outcome[i], ofDays[sessions[i]]));
            }
        }

        var benchmark = losses[Intraday].Average();
        if (Environment.GetEnvironmentVariable("VOLCAST_WRITE_DOCS") == "1" && GivenFile is not null)
            File.WriteAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "intraday.md"), Page(losses, benchmark));
        Assert.True(losses["volcast"].Count > 600);
        Assert.InRange(losses["volcast"].Average() / benchmark, 0, 1.10);
    }

    /// <summary>The csv file of a backtest with every model, which the page needs.</summary>
    private static string? GivenFile => Environment.GetEnvironmentVariable("VOLCAST_FORECASTS");

    /// <summary>Model → session → forecast variance.</summary>
    private static Dictionary<string, Dictionary<string, double>> Forecasts()
    {
        if (GivenFile is { } file)
        {
            var result = BacktestFile.Read(file, File.ReadAllBytes(file));
            return result.Models.ToDictionary(model => model.Name, model => result.Origins.Zip(model.Variance)
                .ToDictionary(row => CsvTable.Date(row.First), row => row.Second));
        }
        var published = Table(Path.Combine(
            SharedData.RepositoryRoot, "docs", "evidence", "volcast-7", "SPY-5d", "forecasts.csv"));
        return new() { ["volcast"] = published.ToDictionary(row => row.Key, row => row.Value["volcast"]) };
    }

    private static double[] Terms(double[] variance, int row, double vix) =>
    [
        .. Windows.Select(w => row + 1 < w ? double.NaN : Math.Log(variance[(row + 1 - w)..(row + 1)].Average())), Math.Log(vix),
    ];

    /// <summary>The overnight log return: the total return of the day minus the return of its trading hours.</summary>
    private static double Overnight(IReadOnlyDictionary<string, double> before, IReadOnlyDictionary<string, double> day) =>
        Math.Log(day["AdjClose"] / before["AdjClose"]) - Math.Log(day["Close"] / day["Open"]);

    private static string Page(Dictionary<string, List<double>> losses, double benchmark)
    {
        var page = new StringBuilder($"""
            # The published forecasts on 5-minute realised variance

            Written by two commands, which need SPY's 5-minute realised variance beside the daily bars in DIR:

            ```bash
            ./volcast backtest --source csv --path DIR --from 2010-01-04 --to 2021-12-31 --out forecasts.csv
            VOLCAST_FORECASTS=$PWD/forecasts.csv VOLCAST_WRITE_DOCS=1 \
              dotnet test tests/libs/Evaluation --filter IntradayOutcomeTests
            ```

            The outcome is 252/5 · Σ (RV5 + overnight²) over the five sessions after the origin, where RV5 is the realised
            variance of 5-minute returns. The table covers the {losses[Intraday].Count} origins of 2016–2019 for which no day of
            the outcome or of the last month lacks RV5. The forecasts are those of [the evidence](../evidence/README.md). They
            were made for squared daily returns and are not rescaled. `{Intraday}` is fitted on the
            outcome of this table, from 2014 on. No recipe was chosen by this table.

            | model | QLIKE | ratio to {Intraday} |
            |---|---:|---:|

            """);
        foreach (var (name, values) in losses.OrderBy(model => model.Value.Average()))
            page.Append(
                CultureInfo.InvariantCulture, $"| `{name}` | {values.Average():F4} | {values.Average() / benchmark:F3} |\n");
        return page.ToString();
    }

    /// <summary>The numbers of a csv by its first column.</summary>
    private static SortedDictionary<string, IReadOnlyDictionary<string, double>> Table(string path)
    {
        var lines = File.ReadAllLines(path);
        var names = lines[0].Split(',');
        var table = new SortedDictionary<string, IReadOnlyDictionary<string, double>>(StringComparer.Ordinal);
        foreach (var cells in lines.Skip(1).Select(line => line.Split(',')))
            table[cells[0]] = names.Zip(cells).Skip(1)
                .Where(cell => double.TryParse(cell.Second, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                .ToDictionary(cell => cell.First, cell => double.Parse(cell.Second, CultureInfo.InvariantCulture));
        return table;
    }
}
