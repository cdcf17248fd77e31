using System.Text;
using Volcast.Evidence.Backtests;
using Volcast.Evidence.Published;
using Volcast.Evidence.Tests.Backtests;
using Volcast.Files;

namespace Volcast.Evidence.Tests.Published;

[Trait(Category.Name, Category.Integration)]
public sealed class EvidenceTests : IDisposable
{
    private static readonly Lazy<Backtest> Backtest = new(() => ScriptedBacktest.Create());
    private readonly TemporaryFolder root = new();

    private const string Page = """
        # Evidence

        <!-- evidence: volcast-1/SPY-5d leaderboard columns=model,qlike,ratio rows=volcast,har -->
        <!-- /evidence -->

        ```
        <!-- evidence: volcast-9/SPY-5d leaderboard -->
        <!-- figure: volcast-9/SPY-5d leaderboard volcast qlike -->.1<!-- /figure -->
        ```

        A QLIKE of <!-- figure: volcast-1/SPY-5d leaderboard volcast qlike -->?<!-- /figure -->, and the interval
        covers <!-- figure: volcast-1/SPY-5d coverage volcast coverage_80 format=0.00 -->?<!-- /figure -->.
        """;

    public void Dispose() => root.Dispose();

    private string Folder => root["docs/evidence/volcast-1/SPY-5d"];

    private void Publish()
    {
        EvidenceFolder.Write(root["docs/evidence/volcast-1"], Backtest.Value);
        File.WriteAllText(root["README.md"], Page);
        EvidenceWriter.Write(root.Path);
    }

    /// <summary>Changes a file and updates the digest in the manifest, as a forger would.</summary>
    private void Edit(string file, Func<string, string> change, bool withDigest = true)
    {
        var path = Path.Combine(Folder, file);
        var before = EvidenceFiles.Digest(File.ReadAllBytes(path));
        var changed = change(File.ReadAllText(path));
        Assert.NotEqual(File.ReadAllText(path), changed);
        File.WriteAllText(path, changed);
        if (withDigest)
            Edit("manifest.json", text => text.Replace(before, EvidenceFiles.Digest(File.ReadAllBytes(path))), withDigest: false);
    }

    private static string EditCell(string csv, int line, int column, Func<string, string> change)
    {
        var lines = csv.Split('\n');
        var cells = lines[line].Split(',');
        cells[column] = change(cells[column]);
        lines[line] = string.Join(',', cells);
        return string.Join('\n', lines);
    }

    private static string AnotherLastDigit(string number) => number[..^1] + (number[^1] == '1' ? '2' : '1');

    [Fact]
    public void What_is_published_is_verified_from_the_files_alone()
    {
        Publish();
        var verification = EvidenceVerifier.Verify(root.Path, TestContext.Current.CancellationToken);
        Assert.Empty(verification.Findings);
        Assert.Equal((1, "volcast-1/SPY-5d: 700 origins, 4 models"), (verification.Tables, Assert.Single(verification.Folders)));
        Assert.Empty(EvidenceWriter.Write(root.Path));

        var lines = File.ReadAllLines(root["README.md"]);
        Assert.Equal("| model | QLIKE | / har |", lines[3]);
        Assert.Equal("|---|---:|---:|", lines[4]);
        var qlike = EvidenceFolder.Read(Folder).Backtest;
        var ours = new ComparedBacktest(qlike, ScriptedBacktest.Options).Model.MeanLosses["qlike"];
        Assert.StartsWith($"| `volcast` | {ours:.0000} |", lines[5]);
        Assert.StartsWith("| `har` |", lines[6]);
        Assert.Equal("<!-- /evidence -->", lines[7]);
    }

    [Fact]
    public void A_figure_in_prose_is_written_and_verified_like_a_table()
    {
        Publish();
        var ours = new ComparedBacktest(EvidenceFolder.Read(Folder).Backtest, ScriptedBacktest.Options).Model;
        var text = File.ReadAllText(root["README.md"]);
        Assert.Contains($"volcast qlike -->{ours.MeanLosses["qlike"]:.0000}<!-- /figure -->, and", text);
        Assert.Contains($"format=0.00 -->{ours.Interval80.Coverage:0.00}<!-- /figure -->.", text);
        Assert.Contains("-->.1<!-- /figure -->", text); // Fenced code shows how it is written.
        var verification = EvidenceVerifier.Verify(root.Path);
        Assert.Equal((1, 2, 0), (verification.Tables, verification.Figures, verification.Findings.Count));

        File.WriteAllText(root["README.md"], text.Replace($"-->{ours.Interval80.Coverage:0.00}<", "-->0.99<"));
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings);
        Assert.Equal(("README.md", "0.99", $"{ours.Interval80.Coverage:0.00}"),
            (finding.File, finding.Published, finding.Recomputed));
        Assert.Contains("figure coverage volcast coverage_80 of volcast-1/SPY-5d", finding.Place);
        EvidenceWriter.Write(root.Path);
        Assert.Equal(text, File.ReadAllText(root["README.md"]));
    }

    [Fact]
    public void A_changed_digit_of_a_forecast_is_caught_by_its_loss()
    {
        Publish();
        Edit("forecasts.csv", text => EditCell(text, 101, 5, number => AnotherLastDigit(number[..6]) + number[6..]));
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings, f => f.File.EndsWith("losses.csv"));
        Assert.Contains("row 2019-05-20, column volcast", finding.Place);
        Assert.NotEqual(finding.Published, finding.Recomputed);
    }

    [Fact]
    public void A_changed_file_is_caught_by_its_digest()
    {
        Publish();
        Edit("intervals.csv", text => EditCell(text, 20, 1, AnotherLastDigit), withDigest: false);
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings);
        Assert.EndsWith("intervals.csv", finding.File);
        Assert.Equal(64, finding.Recomputed.Length);
    }

    [Fact]
    public void A_changed_file_writes_no_page()
    {
        Publish();
        Edit("forecasts.csv", text => EditCell(text, 101, 5, AnotherLastDigit), withDigest: false);
        File.WriteAllText(root["README.md"], Page);
        var before = FolderBytes.Of(root.Path);
        var refusal = Assert.Throws<EvidenceException>(() => EvidenceWriter.Write(root.Path));
        Assert.Contains("volcast-1/SPY-5d: forecasts.csv does not match manifest.json: its SHA-256 is", refusal.Message);
        Assert.Equal(before, FolderBytes.Of(root.Path));
        File.Delete(Path.Combine(Folder, "forecasts.csv"));
        Assert.Contains("forecasts.csv is missing",
            Assert.Throws<EvidenceException>(() => EvidenceWriter.Write(root.Path)).Message);
    }

    [Theory]
    [InlineData("\"first_origin\": \"2018-12-31\"", "\"first_origin\": \"2019-01-02\"", "first_origin")]
    [InlineData("\"horizon\": 5", "\"horizon\": 4", "target_end of 2018-12-31")]
    [InlineData("\"release\": \"volcast-1\"", "\"release\": \"volcast-2\"", "release/symbol-horizon")]
    [InlineData("\"market\": \"REAL\"", "\"market\": \"SIMULATED\"", "run market")]
    [InlineData("\"purged_rows\": 5", "\"purged_rows\": 4", "run purged_rows")]
    [InlineData("\"benchmark\": \"har\"", "\"benchmark\": \"hal\"", "run benchmark")]
    [InlineData("\"seed\": 7", "\"seed\": 8", "command --seed")]
    [InlineData("\"refit_every\": 42", "\"refit_every\": 21", "command --refit-every")]
    [InlineData("\"burn_in\": 500,", "\"burn_in\": 500, \"rolling_rows\": 9,", "command --rolling")]
    [InlineData("--models har,volcast", "--models volcast,har", "command --models")]
    [InlineData("--from 2018-12-31", "--from 2018-12-31 --to 2019-12-31", "command --to")]
    [InlineData("\"model\": \"never\",\n      \"from\": \"2018-12-31\"", "\"model\": \"never\",\n      \"from\": \"2019-01-02\"",
        "sat_out never")]
    [InlineData("\"model\": \"late\",", "\"model\": \"gate\",", "sat_out late")]
    [InlineData("\"fitted_on\": \"2018", "\"fitted_on\": \"2028", "kept_parameters har")]
    [InlineData("\"look_back_rows\": 2520,", "", "look_back_rows")]
    public void A_manifest_statement_that_the_files_contradict_is_named(string stated, string changed, string place)
    {
        var files = EvidenceFiles.Of(Backtest.Value, "volcast-1").ToDictionary();
        var text = Encoding.UTF8.GetString(files["manifest.json"]);
        Assert.Contains(stated, text);
        Assert.Empty(Wrong(text));
        Assert.Contains(place, Wrong(text.Replace(stated, changed)));

        IEnumerable<string> Wrong(string json)
        {
            var manifest = EvidenceManifest.Parse(Encoding.UTF8.GetBytes(json));
            return ManifestStatements.Wrong(manifest, EvidenceFiles.Read(manifest, files), "volcast-1/SPY-5d")
                .Select(wrong => wrong.Place);
        }
    }

    [Fact]
    public void Reasons_that_do_not_add_up_to_the_forecasts_of_their_month_are_named()
    {
        Publish();
        Edit("reasons.csv", text => EditCell(text, 3, 4, number => $"{double.Parse(number) + 1e-4:G7}"));
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings);
        Assert.Equal("reasons of 2019-02", finding.Place);
        Assert.Equal(1e-4, double.Parse(finding.Published) - double.Parse(finding.Recomputed), 2e-6);
    }

    [Fact]
    public void Months_and_outcomes_that_do_not_match_the_forecasts_are_named()
    {
        Publish();
        Edit("reasons.csv", text => EditCell(text, 3, 1, number => $"{int.Parse(number) - 1}"));
        Edit("look_back.csv", text => EditCell(text, 9, 2, number => AnotherLastDigit(number)));
        Edit("forecasts.csv", text => EditCell(EditCell(text, 20, 0, _ => "2019-01-24"), 30, 1, _ => "2019-03-01"));
        var places = EvidenceVerifier.Verify(root.Path).Findings.Select(f => f.Place).ToArray();
        Assert.Contains("reasons of 2019-02", places);
        Assert.Contains("look_back.csv", places);
        Assert.Contains("forecast_origin 2019-01-24", places);
        Assert.Contains("target_end of 2019-02-08", places);
    }

    [Fact]
    public void An_impossible_value_at_risk_is_caught_even_if_its_digest_agrees()
    {
        Publish();
        Edit("tail_risk.csv", text => EditCell(text, 30, 1, _ => "0.022"));
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings);
        Assert.Contains("shortfall at 0.95", finding.Place, StringComparison.Ordinal);
        Assert.Contains("its value at risk, 0.022", finding.Recomputed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_loss_is_caught()
    {
        Publish();
        var (before, after) = ("", "");
        Edit("losses.csv", text => EditCell(text, 60, 2, number => after = AnotherLastDigit(before = number)));
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings);
        Assert.Equal((after, before), (finding.Published, finding.Recomputed));
        Assert.Contains("column volcast", finding.Place);
    }

    [Fact]
    public void A_changed_cell_of_a_table_is_caught_with_both_numbers()
    {
        Publish();
        var text = File.ReadAllText(root["README.md"]);
        var har = text.Split('\n')[6].Split('|')[2].Trim();
        File.WriteAllText(root["README.md"], text.Replace(har, ".9999"));
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings);
        Assert.Equal(new EvidenceFinding(
            "README.md", "table leaderboard of volcast-1/SPY-5d, row `har`, column QLIKE", ".9999", har), finding);
        Assert.Equal(["README.md"], EvidenceWriter.Write(root.Path));
        Assert.Empty(EvidenceVerifier.Verify(root.Path).Findings);
    }

    [Fact]
    public void A_removed_row_is_caught()
    {
        Publish();
        var lines = File.ReadAllLines(root["README.md"]).ToList();
        lines.RemoveAt(6);
        File.WriteAllLines(root["README.md"], lines);
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings);
        Assert.Equal(("1 rows", "2 rows"), (finding.Published, finding.Recomputed));
    }

    [Theory]
    [InlineData("losses.csv", "missing")]
    [InlineData("forecasts.csv", "missing")]
    [InlineData("manifest.json", "missing")]
    public void A_missing_file_is_named(string file, string message)
    {
        Publish();
        File.Delete(Path.Combine(Folder, file));
        var findings = EvidenceVerifier.Verify(root.Path).Findings;
        Assert.Contains(findings, f => $"{f}".Contains(file) && $"{f}".Contains(message));
    }

    [Fact]
    public void Unlisted_files_and_wrong_facts_are_named()
    {
        Publish();
        File.WriteAllText(Path.Combine(Folder, "extra.csv"), "a");
        Edit("manifest.json", text => text.Replace("\"origins\": 700", "\"origins\": 701"), withDigest: false);
        var findings = EvidenceVerifier.Verify(root.Path).Findings;
        Assert.Equal(2, findings.Count);
        Assert.Contains(findings, f => f.File.EndsWith("extra.csv"));
        Assert.Contains(findings, f => f is { Place: "origins", Published: "701", Recomputed: "700" });
    }

    [Theory]
    [InlineData("manifest.json", "{", "manifest.json is damaged")]
    [InlineData("manifest.json", "{\"format\": 99}", "newer format")]
    [InlineData("forecasts.csv", "forecast_origin,target_end\n2020-01-02", "line 2: 1 fields, but the header has 2")]
    [InlineData("forecasts.csv", "forecast_origin,target_end\n2020-01-02,2020-01-09", "no column realized_variance")]
    [InlineData("forecasts.csv", "forecast_origin,target_end,realized_variance\n,,", "line 2: the forecast origin is missing")]
    [InlineData("forecasts.csv", "forecast_origin,target_end,realized_variance\n2020-01-02,,x", "column realized_variance: 'x'")]
    [InlineData("forecasts.csv", "forecast_origin,target_end,realized_variance\n2020-01-02,,1", "no common origin")]
    public void A_damaged_file_is_named(string file, string content, string message)
    {
        Publish();
        File.WriteAllText(Path.Combine(Folder, file), content);
        Assert.Contains(EvidenceVerifier.Verify(root.Path).Findings, f => f.Published.Contains(message));
    }

    [Theory]
    [InlineData("volcast-1", "expected a marker such as")]
    [InlineData("volcast-1/SPY-5d years", "not closed", "")]
    [InlineData("volcast-1/SPY-5d years", "not closed", "<!-- evidence: volcast-1/SPY-5d years -->\n<!-- /evidence -->")]
    [InlineData("volcast-1/SPY-5d nothing", "There is no table 'nothing'")]
    [InlineData("volcast-1/SPY-5d years columns=x", "no column 'x'")]
    [InlineData("volcast-1/SPY-5d simulated", "does not have the data of table simulated")]
    [InlineData("volcast-2/SPY-5d years", "volcast-2/SPY-5d")]
    public void A_wrong_marker_is_named_with_its_page(string marker, string message, string rest = "<!-- /evidence -->")
    {
        Publish();
        Directory.CreateDirectory(root["docs/deep"]);
        File.WriteAllText(root["docs/deep/page.md"], $"\n<!-- evidence: {marker} -->\n{rest}\n");
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings);
        Assert.Equal("docs/deep/page.md", finding.File);
        Assert.Contains(message, $"{finding}");
        var before = FolderBytes.Of(root.Path);
        var refusal = Assert.Throws<EvidenceException>(() => EvidenceWriter.Write(root.Path));
        Assert.Contains("docs/deep/page.md, line 2", refusal.Message);
        Assert.Equal(before, FolderBytes.Of(root.Path));
    }

    [Theory]
    [InlineData("A figure: <!-- figure: volcast-1/SPY-5d leaderboard volcast -->.1<!-- /figure -->", "expected <!-- figure:")]
    [InlineData("A <!-- figure: volcast-1/SPY-5d leaderboard volcast qlike -->.1", "on one line")]
    [InlineData("- <!-- figure: volcast-1/SPY-5d leaderboard volcast qlike -->.1<!-- /figure -->", "must not begin")]
    [InlineData("A <!-- figure: volcast-1/SPY-5d leaderboard volcast nothing -->.1<!-- /figure -->", "no column 'nothing'")]
    [InlineData("A <!-- figure: volcast-1/SPY-5d leaderboard nobody qlike -->.1<!-- /figure -->", "no row 'nobody'")]
    [InlineData("A <!-- figure: volcast-2/SPY-5d leaderboard volcast qlike -->.1<!-- /figure -->", "volcast-2/SPY-5d")]
    public void A_wrong_marker_of_a_figure_is_named_with_its_page(string line, string message)
    {
        EvidenceFolder.Write(root["docs/evidence/volcast-1"], Backtest.Value);
        File.WriteAllText(root["docs/page.md"], $"\n{line}\n");
        var refusal = Assert.Throws<EvidenceException>(() => EvidenceWriter.Write(root.Path));
        Assert.Contains("docs/page.md, line 2", refusal.Message);
        Assert.Contains(message, refusal.Message);
    }

    [Fact]
    public void A_figure_without_its_evidence_or_with_a_wrong_marker_is_a_finding()
    {
        Directory.CreateDirectory(root["docs"]);
        File.WriteAllText(root["docs/a.md"], "A <!-- figure: volcast-2/SPY-5d leaderboard volcast qlike -->.1<!-- /figure -->");
        File.WriteAllText(root["docs/b.md"], "A <!-- figure: nothing -->.1<!-- /figure -->");
        var findings = EvidenceVerifier.Verify(root.Path).Findings;
        Assert.Equal(["docs/a.md", "docs/b.md"], findings.Select(f => f.File));
        Assert.Equal(".1", findings[0].Published);
        Assert.Contains("no such evidence", findings[0].Recomputed);
        Assert.Contains("line 1: expected <!-- figure:", findings[1].Published);
    }

    [Fact]
    public void Returns_are_published_only_if_they_exceed_the_value_at_risk()
    {
        Publish();
        var beyond = File.ReadLines(Path.Combine(Folder, "tail_risk.csv")).Skip(1)
            .Select(line => line.Split(',')[3]).ToArray();
        var risk = Backtest.Value.Result.Model("har").TailRisk[0];
        Assert.Equal(Enumerable.Range(0, 700).Select(row => double.IsNaN(risk.ValueAtRisk[row] + risk.LogReturn[row]) ? ""
            : -risk.LogReturn[row] > risk.ValueAtRisk[row] ? (-risk.LogReturn[row]).ToString("G7") : "0"), beyond);
    }

    [Fact]
    public void Evidence_that_is_read_and_written_again_has_the_same_bytes()
    {
        Publish();
        var before = FolderBytes.Of(Folder);
        File.WriteAllText(Path.Combine(Folder, "stale.csv"), "");
        EvidenceFolder.Write(root["docs/evidence/volcast-1"], EvidenceFolder.Read(Folder).Backtest);
        Assert.Equal(before, FolderBytes.Of(Folder));
    }

    [Fact]
    public void Every_table_except_the_simulated_one_is_the_same_from_the_evidence_as_from_the_run()
    {
        Publish();
        var live = new ComparedBacktest(Backtest.Value, ScriptedBacktest.Options);
        var read = new ComparedBacktest(EvidenceFolder.Read(Folder).Backtest, ScriptedBacktest.Options);
        foreach (var name in BacktestTables.Names)
        {
            var (ours, theirs) = (BacktestTables.Make(name, live), BacktestTables.Make(name, read));
            Assert.Equal(ours is null, theirs is null);
            if (ours is null || theirs is null)
                continue;
            foreach (var row in theirs.Rows) // Intervals are kept of the model and the benchmark only.
            {
                var other = ours.Rows.Single(r => r[0] == row[0] && (name != "sat_out" || r[1] == row[1]));
                for (var i = 1; i < row.Length; i++)
                    if (row[i].Text is null)
                        Assert.True(other[i].Equals(row[i])
                            || Math.Abs(other[i].Number - row[i].Number) <= 1e-5 * Math.Max(1, Math.Abs(row[i].Number)),
                            $"{name} {row[0].Text} {i}: {other[i].Number} {row[i].Number}");
                    else
                        Assert.Equal(other[i].Text, row[i].Text);
            }
        }
    }

    [Fact]
    public void Simulated_forecasts_are_no_evidence_and_are_refused()
    {
        var simulated = ScriptedBacktest.Create(BacktestRun.Simulated);
        Assert.Throws<EvidenceException>(() => EvidenceFolder.Write(root["docs/evidence/volcast-1"], simulated));
        Assert.False(Directory.Exists(root["docs"]));
    }

    [Fact]
    public void Incompletely_written_files_replace_nothing()
    {
        AtomicFile.WriteAll(root["folder"], [new("a.txt", "old"u8.ToArray())]);
        Directory.CreateDirectory(root["folder/.b.txt.tmp"]); // The second file cannot be written.
        Assert.ThrowsAny<Exception>(() => AtomicFile.WriteAll(
            root["folder"], [new("a.txt", "new"u8.ToArray()), new("b.txt", "new"u8.ToArray())]));
        Assert.Equal("old", File.ReadAllText(root["folder/a.txt"]));
    }

    [Fact]
    public void This_repository_publishes_what_its_evidence_gives()
    {
        var verification = EvidenceVerifier.Verify(SharedData.RepositoryRoot, TestContext.Current.CancellationToken);
        Assert.Equal("", string.Join('\n', verification.Findings));
    }

    /// <summary>Release folders hold rounded numbers, so reading and writing them must change nothing.</summary>
    [Fact]
    public void Published_folders_are_written_back_to_the_same_bytes()
    {
        var folders = EvidenceFolder.Find(SharedData.RepositoryRoot);
        Assert.NotEmpty(folders);
        Assert.All(folders, folder =>
        {
            var published = EvidenceFolder.Contents(folder);
            var written = EvidenceFiles.Of(EvidenceFolder.Read(folder).Backtest, new DirectoryInfo(folder).Parent!.Name);
            Assert.Equal(published.Keys.Order(), written.Keys.Order());
            Assert.All(published, file => Assert.Equal(file.Value, written[file.Key]));
        });
    }

    [Fact]
    public void The_page_of_the_tables_describes_each_column()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "evidence", "tables.md"), Encoding.UTF8);
        Assert.All(EvidenceTables.Names, name => Assert.Contains($"| `{name}` |", page));
        var compared = new ComparedBacktest(ScriptedBacktest.Create(BacktestRun.Simulated), ScriptedBacktest.Options);
        var early = ScriptedBacktest.Create();
        var real = new ComparedBacktest(early with
        {
            Result = early.Result with { Origins = [.. early.Result.Origins.Select(day => day.AddDays(-400))] },
        }, ScriptedBacktest.Options);
        string[] grouped = ["years_all", "terciles"]; // Their columns are the groups.
        foreach (var name in EvidenceTables.Names.Except(grouped))
            Assert.All((EvidenceTables.Make(name, compared) ?? EvidenceTables.Make(name, real))!.Columns, column =>
                Assert.True(page.Contains($"`{column.Name}`"), $"tables.md does not describe column {column.Name} of {name}."));
    }
}
