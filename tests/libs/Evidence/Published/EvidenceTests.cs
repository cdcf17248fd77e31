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
        var ours = new ComparedBacktest(Backtest.Value, ScriptedBacktest.Options).Model.MeanLosses["qlike"];
        Assert.StartsWith($"| `volcast` | {ours:.0000} |", lines[5]);
        Assert.StartsWith("| `har` |", lines[6]);
        Assert.Equal("<!-- /evidence -->", lines[7]);
    }

    [Fact]
    public void A_figure_in_prose_is_written_and_verified_like_a_table()
    {
        Publish();
        var ours = new ComparedBacktest(Backtest.Value, ScriptedBacktest.Options).Model;
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

    /// <summary>The contributions of a month add up to its forecasts.</summary>
    [Fact]
    public void A_changed_digit_of_a_forecast_is_caught_by_the_reasons_of_its_month()
    {
        Publish();
        Edit("forecasts.csv", text => EditCell(text, 101, 3, number => AnotherLastDigit(number[..6]) + number[6..]));
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings, f => f.File.EndsWith("manifest.json"));
        Assert.Equal("reasons of 2019-06", finding.Place);
        Assert.NotEqual(finding.Published, finding.Recomputed);
    }

    [Fact]
    public void A_changed_file_is_caught_by_its_digest()
    {
        Publish();
        Edit("forecasts.csv", text => EditCell(text, 20, 3, AnotherLastDigit), withDigest: false);
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings);
        Assert.EndsWith("forecasts.csv", finding.File);
        Assert.Equal(64, finding.Recomputed.Length);
    }

    [Fact]
    public void A_changed_file_writes_no_page()
    {
        Publish();
        Edit("forecasts.csv", text => EditCell(text, 101, 3, AnotherLastDigit), withDigest: false);
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
    [InlineData("\"first_origin\": \"2019-01-14\"", "\"first_origin\": \"2019-01-15\"", "first_origin")]
    [InlineData("\"horizon\": 5", "\"horizon\": 4", "target_end of 2019-03-25")]
    [InlineData("\"release\": \"volcast-1\"", "\"release\": \"volcast-2\"", "release/symbol-horizon")]
    [InlineData("\"market\": \"REAL\"", "\"market\": \"SIMULATED\"", "run market")]
    [InlineData("\"purged_rows\": 5", "\"purged_rows\": 4", "run purged_rows")]
    [InlineData("\"benchmark\": \"har\"", "\"benchmark\": \"hal\"", "run benchmark")]
    [InlineData("\"seed\": 7", "\"seed\": 8", "command --seed")]
    [InlineData("\"refit_every\": 42", "\"refit_every\": 21", "command --refit-every")]
    [InlineData("\"burn_in\": 500,", "\"burn_in\": 500, \"rolling_rows\": 9,", "command --rolling")]
    [InlineData("--models har,volcast", "--models volcast,har", "command --models")]
    [InlineData("--from 2019-01-14", "--from 2019-01-14 --to 2019-12-31", "command --to")]
    [InlineData("\"to\": \"2019-03-22\"", "\"to\": \"2019-03-25\"", "sat_out late")]
    [InlineData("\"model\": \"late\",", "\"model\": \"gate\",", "sat_out and kept_parameters")]
    [InlineData("\"fitted_on\": \"2019", "\"fitted_on\": \"2028", "kept_parameters har")]
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
            return ManifestStatements.Wrong(EvidenceContent.Read(manifest, files), "volcast-1/SPY-5d")
                .Select(wrong => wrong.Place);
        }
    }

    [Fact]
    public void Reasons_that_do_not_add_up_to_the_forecasts_of_their_month_are_named()
    {
        Publish();
        Edit("reasons.csv", text => EditCell(text, 2, 4, number => $"{double.Parse(number) + 1e-4:G7}"));
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings);
        Assert.Equal("reasons of 2019-02", finding.Place);
        Assert.Equal(1e-4, double.Parse(finding.Published) - double.Parse(finding.Recomputed), 2e-6);
    }

    [Fact]
    public void Months_and_target_ends_that_do_not_match_the_forecasts_are_named()
    {
        Publish();
        Edit("reasons.csv", text => EditCell(text, 2, 1, number => $"{int.Parse(number) - 1}"));
        Edit("forecasts.csv", text => EditCell(EditCell(text, 20, 0, _ => "2019-02-07"), 80, 1, _ => "2019-06-01"));
        var places = EvidenceVerifier.Verify(root.Path).Findings.Select(f => f.Place).ToArray();
        Assert.Contains("reasons of 2019-02", places);
        Assert.Contains("forecast_origin 2019-02-07", places);
        Assert.Contains("forecast_origin in hits.csv", places);
        Assert.Contains("target_end of 2019-05-03", places);
    }

    [Fact]
    public void An_impossible_value_at_risk_is_not_published()
    {
        var result = Backtest.Value.Result;
        var risk = result.Models[1].TailRisk[0];
        var changed = Backtest.Value with
        {
            Result = result with
            {
                Models =
                [
                    result.Models[0],
                    result.Models[1] with { TailRisk = [risk with { ExpectedShortfall = Array.ConvertAll(risk.ValueAtRisk, v => v / 2) }] },
                    .. result.Models.Skip(2),
                ],
            },
        };
        var refusal = Assert.Throws<EvidenceException>(() => EvidenceFolder.Write(root["docs/evidence/volcast-1"], changed));
        Assert.Contains("volcast over 1 session from 2019-02-11: shortfall at 0.95", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(root["docs"]));
    }

    [Fact]
    public void Marks_that_contradict_each_other_are_caught_even_if_the_digest_agrees()
    {
        Publish();
        var lines = File.ReadAllLines(Path.Combine(Folder, "hits.csv"));
        Assert.Equal("forecast_origin,volcast.interval80,volcast.interval95,volcast.var.5d.99,"
            + "har.interval80,har.interval95,har.var.5d.99", lines[0]);
        var line = Array.FindIndex(lines, text => text.Split(',')[1] == "1");
        Edit("hits.csv", text => EditCell(text, line, 2, _ => "-1"));
        Assert.Contains(EvidenceVerifier.Verify(root.Path).Findings, finding => finding.Published == "1"
            && finding.Recomputed == "-1" && finding.Place == $"volcast.interval80 of {lines[line].Split(',')[0]}");
    }

    [Fact]
    public void A_changed_loss_is_caught_by_every_table_that_it_enters()
    {
        Publish();
        Edit("losses.csv", text => EditCell(text, 2, 3, loss => $"{double.Parse(loss) + .001:G9}"));
        var places = EvidenceVerifier.Verify(root.Path).Findings.Select(f => f.Place).ToArray();
        Assert.Contains("table years, row 2020, column qlike", places);
        Assert.Contains("table years_all, row volcast, column 2020", places);
        Assert.Contains("table leaderboard, row volcast, column ratio", places);
        Assert.Contains("table head_to_head, row har, column ratio", places);
        Assert.DoesNotContain("table leaderboard, row late, column ratio", places);
    }

    [Fact]
    public void A_changed_hit_is_caught_by_coverage_and_the_tests_of_the_value_at_risk()
    {
        Publish();
        var lines = File.ReadAllLines(Path.Combine(Folder, "hits.csv"));
        var line = Array.FindIndex(lines, 100, text => text.Split(',') is [_, "0", _, "0", ..]);
        Edit("hits.csv", text => EditCell(EditCell(text, line, 1, _ => "1"), line, 3, _ => "1"));
        var findings = EvidenceVerifier.Verify(root.Path).Findings;
        Assert.Contains(findings, f => f.Place == "table coverage, row volcast, column coverage_80");
        Assert.Contains(findings, f => f.Place == "table value_at_risk, row volcast.5d.99, column kupiec_p");
        Assert.Contains(findings, f => f.Place == "table value_at_risk_hits, row volcast.5d.99, column hits_by_offset");
        Assert.DoesNotContain(findings, f => f.Place.Contains("row har", StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_number_of_a_published_table_is_caught_where_the_other_files_give_it()
    {
        Publish();
        var row = EvidenceFolder.Read(Folder).Tables.Single(table => table.Name == "value_at_risk").Rows
            .Single(cells => cells[0].Text == "volcast.5d.99");
        var (n, before) = (row[3].Number, row[4].Number);
        Edit("tables.json", text => text.Replace(
            $"[\"volcast.5d.99\",5,0.01,{n:G9},{before:G9},", $"[\"volcast.5d.99\",5,0.01,{n:G9},0.05,"));
        var finding = Assert.Single(EvidenceVerifier.Verify(root.Path).Findings);
        Assert.Equal(("table value_at_risk, row volcast.5d.99, column hits", "0.05"), (finding.Place, finding.Published));
    }

    /// <summary>What needs daily losses is named, so that nobody takes it for recomputed.</summary>
    [Fact]
    public void Columns_that_the_files_do_not_give_are_listed()
    {
        Publish();
        var lines = EvidenceVerifier.Verify(root.Path).NotRecomputed;
        Assert.Contains("leaderboard: ratio_lower, ratio_upper, dm_p, mcs_p, in_confidence_set, skill, r2_volatility", lines);
        Assert.Contains("value_at_risk: shortfall_ratio", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("years", StringComparison.Ordinal));
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
        Assert.Equal(("1 row", "2 rows"), (finding.Published, finding.Recomputed));
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
    [InlineData("forecasts.csv", "forecast_origin,target_end,is_scored,volcast\n2020-01-02,,0,1", "hits.csv has 700 origins")]
    [InlineData("hits.csv", "forecast_origin\n2020-01-02", "hits.csv has 1 origin, but forecasts.csv has 700")]
    [InlineData("losses.csv", "year,origins,volcast\nxx,1,1", "losses.csv, line 2: 'xx' is not a calendar year")]
    [InlineData("losses.csv", "year,volcast\n2019,1", "no column origins")]
    [InlineData("tables.json", "[{\"name\": \"years\"}]", "tables.json is damaged")]
    [InlineData("tables.json", "{", "tables.json is damaged")]
    [InlineData("manifest.json", "{\"format\": 1}", "has format 1, whose daily outcomes and losses give")]
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
    public void Of_each_day_only_the_recipes_forecast_and_marks_are_published()
    {
        Publish();
        Assert.Equal(["forecasts.csv", "hits.csv", "importance.csv", "losses.csv", "manifest.json", "reasons.csv", "tables.json"],
            Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
        var forecasts = File.ReadAllLines(Path.Combine(Folder, "forecasts.csv"));
        Assert.Equal("forecast_origin,target_end,is_scored,volcast", forecasts[0]);
        var result = Backtest.Value.Result;
        Assert.Equal($"2019-05-20,2019-05-27,1,{result.Model("volcast").Variance[90]:G9}", forecasts[91]);

        var risk = result.Model("har").TailRisk.Single(one => one.Sessions == 5);
        Assert.Equal(Enumerable.Range(0, 700).Select(row => double.IsNaN(risk.ValueAtRisk[row] + risk.LogReturn[row]) ? ""
            : -risk.LogReturn[row] > risk.ValueAtRisk[row] ? "1" : "0"), Column("har.var.5d.99"));
        var model = result.Model("volcast");
        Assert.Equal(Enumerable.Range(0, 700).Select(row => double.IsNaN(model.Lower80[row] + result.RealizedVariance[row]) ? ""
            : result.RealizedVariance[row] < model.Lower80[row] ? "-1"
            : result.RealizedVariance[row] > model.Upper80[row] ? "1" : "0"), Column("volcast.interval80"));

        string[] Column(string name)
        {
            string[][] lines = [.. File.ReadLines(Path.Combine(Folder, "hits.csv")).Select(line => line.Split(','))];
            var place = Array.IndexOf(lines[0], name);
            return [.. lines.Skip(1).Select(cells => cells[place])];
        }
    }

    /// <summary>A mean of one day's loss and its forecast would give the outcome of that day.</summary>
    [Theory]
    [InlineData(-120, "2018 has", "scored origins", "each calendar year")]
    [InlineData(-14 + 365 - 8, "2019-12 has 7 origins", "mean contributions", "each month")]
    public void Years_and_months_with_few_origins_are_not_published(int days, params string[] parts)
    {
        var early = Backtest.Value;
        var result = early.Result with
        {
            Origins = [.. early.Result.Origins.Select(day => day.AddDays(days))],
            // In the second case the short first year has no scored origin.
            RealizedVariance = [.. early.Result.RealizedVariance.Select((v, row) => days > 0 && row < 60 ? double.NaN : v)],
        };
        var moved = early with { Result = result, Reasons = MonthlyReasons.Of(result, "volcast", ScriptedBacktest.FamilyOf) };
        var refusal = Assert.Throws<EvidenceException>(() => EvidenceFolder.Write(root["docs/evidence/volcast-1"], moved));
        Assert.All(parts, part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(root["docs"]));
    }

    [Fact]
    public void Every_published_table_is_that_of_the_run_with_nine_digits()
    {
        Publish();
        var run = new ComparedBacktest(Backtest.Value);
        var tables = EvidenceFolder.Read(Folder).Tables;
        Assert.NotNull(EvidenceTables.Make("extraordinary", run)); // Its rows are numbers of single days.
        Assert.Equal(EvidenceTables.Names.Where(name => name != "extraordinary" && EvidenceTables.Make(name, run) is not null),
            tables.Select(table => table.Name));
        foreach (var table in tables)
        {
            var ours = EvidenceTables.Make(table.Name, run)!;
            Assert.Equal(ours.Columns.Select(column => column with { HasBar = false, Label = null }), table.Columns);
            var published = table.Name is "coverage" or "coverage_terciles" // Of the recipe and the benchmark only.
                ? ours.Only(null, ["volcast", "har"]) : ours;
            Assert.Equal(published.Rows.SelectMany(row => row).Select(cell => cell.Text ?? $"{cell.Number:G9}"),
                table.Rows.SelectMany(row => row).Select(cell => cell.Text ?? $"{cell.Number:G9}"));
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
