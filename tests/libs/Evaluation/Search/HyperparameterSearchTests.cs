using System.Text;
using Volcast.Evaluation.Search;
using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation.Tests.Search;

[Trait(Category.Name, Category.Integration)]
public sealed class HyperparameterSearchTests : IDisposable
{
    private static readonly ForecastingData Data = SyntheticTarget.Create(900);
    private readonly TemporaryFolder folder = new();

    /// <summary>Few rounds, so that a candidate costs little.</summary>
    private static readonly SearchSpace Small = new(
    [
        new("max_depth", 1, 4, IsWhole: true),
        new("eta", .02, .3, SearchScale.Logarithmic),
        new("rounds", 5, 40, IsWhole: true),
    ]);

    private static SearchOptions Options => new()
    {
        Model = "xgboost-21",
        Settings = new ForecasterSettings { Features = SyntheticTarget.Features, TreeParameters = InForce("30") },
        Space = Small,
        Candidates = 6,
        Blocks = 3,
        Seed = 2,
        DegreeOfParallelism = 2,
    };

    public void Dispose() => folder.Dispose();

    private static Dictionary<string, IReadOnlyDictionary<string, string>> InForce(string rounds) => new()
    {
        ["xgboost-21"] = new Dictionary<string, string> { ["rounds"] = rounds },
    };

    /// <summary>The search with these options; made once.</summary>
    private static readonly Lazy<SearchResult> Done = new(() => Run());

    private static SearchResult Run(SearchOptions? options = null, ForecastingData? data = null, TimeProvider? clock = null,
        IProgress<WalkForwardProgress>? progress = null, CancellationToken stop = default) =>
        HyperparameterSearch.Run(data ?? Data, options ?? Options, clock ?? TimeProvider.System, progress, stop);

    [Fact]
    public void The_current_parameters_are_candidate_0_and_compete_on_the_same_blocks()
    {
        var result = Done.Value;

        Assert.Equal(Enumerable.Range(0, 7), result.Candidates.Select(c => c.Number));
        var inForce = result.Candidates[0];
        Assert.Equal(("3", "0.03", "30"),
            (inForce.Parameters["max_depth"], inForce.Parameters["eta"], inForce.Parameters["rounds"]));
        Assert.Equal((0, 0), (inForce.Gain, inForce.GainStandardError));
        Assert.All(result.Candidates, c => Assert.Equal(3, c.BlockQlikes.Count));
        Assert.Equal(result.Candidates.MinBy(c => c.Qlike)!.Number, result.Best);
        Assert.Equal(result.Candidates[result.Chosen].Parameters, result.Parameters);
    }

    [Fact]
    public void A_block_is_scored_by_a_model_that_did_not_learn_from_it()
    {
        // By hand: 20 to 894 usable, so that the second of three blocks is rows 311 to 602.
        var result = Run(Options with { Candidates = 1 });
        Assert.Equal((Data.Sessions[311], 292), (result.Blocks[1].From, result.Blocks[1].Origins));
        var labels = RealizedVariance.Labels(Data.LogReturns, 5);
        var training = labels.ToArray();
        training.AsSpan(306, 603 + 22 - 306).Fill(double.NaN);
        using var fitted = new XgboostForecaster(
            XgboostObjective.SquaredErrorOfVolatility, SyntheticTarget.Features, 0, result.Candidates[1].Parameters)
            .Fit(Data, training, 5);
        var rows = Enumerable.Range(311, 292).ToArray();

        var expected = rows.Average(row => Losses.Qlike(labels[row], fitted.Forecast(Data.KnownAt(row))));
        Assert.Equal(expected, result.Candidates[1].BlockQlikes[1], 1e-12);
    }

    [Fact]
    public void Gain_and_standard_error_are_those_of_the_differences_by_block()
    {
        var result = Done.Value;
        foreach (var candidate in result.Candidates)
        {
            var d = result.Candidates[0].BlockQlikes.Zip(candidate.BlockQlikes, (a, b) => a - b).ToArray();
            Assert.Equal(d.Sum() / 3, candidate.Gain, 1e-15);
            var squares = d.Sum(x => x * x) - 3 * candidate.Gain * candidate.Gain;
            Assert.Equal(Math.Sqrt(Math.Max(squares, 0) / 2 / 3), candidate.GainStandardError, 1e-9);
        }
    }

    [Fact]
    public void Bad_current_parameters_are_replaced_and_good_ones_are_kept()
    {
        // Two rounds at a small step fit little more than the mean.
        var replaced = Run(Options with { Settings = Options.Settings with { TreeParameters = InForce("2") } });
        Assert.NotEqual(0, replaced.Chosen);
        Assert.Equal(replaced.Best, replaced.Chosen);
        Assert.True(replaced.Candidates[replaced.Chosen].Gain > replaced.Candidates[replaced.Chosen].GainStandardError);

        var useless = new SearchSpace([new("rounds", 1, 2, IsWhole: true)]);
        Assert.Equal(0, Run(Options with { Space = useless }).Chosen);
    }

    [Fact]
    public void Data_after_the_window_change_nothing()
    {
        var (known, cut) = (Data.KnownAt(700), new ForecastingData("TEST", Data.Sessions[..701].ToArray(),
            Data.LogReturns[..701].ToArray(), Data.ColumnNames.ToDictionary(c => c, c => Data.Column(c)[..701].ToArray())));
        var expected = Run(data: cut).ToJson();
        Assert.Equal(expected, Run(data: known).ToJson());
        Assert.NotEqual(expected, Done.Value.ToJson());
    }

    [Fact]
    public void The_result_depends_on_the_seed_and_not_on_the_number_of_parallel_fits()
    {
        Assert.Equal(Done.Value.ToJson(), Run(Options with { DegreeOfParallelism = 5 }).ToJson());
        Assert.NotEqual(Done.Value.Candidates[1].Parameters, Run(Options with { Seed = 3 }).Candidates[1].Parameters);
    }

    [Fact]
    public void When_the_time_is_over_the_started_candidates_are_finished_and_scored()
    {
        var clock = new SteppingClock();
        var result = Run(Options with { TimeLimit = TimeSpan.FromSeconds(3), DegreeOfParallelism = 1 }, clock: clock);
        Assert.True(result.IsCutShort);
        Assert.InRange(result.Candidates.Count, 1, 4); // A second passes whenever the clock is read.
        var complete = Done.Value;
        Assert.All(result.Candidates, c => Assert.Equal(complete.Candidates[c.Number].BlockQlikes, c.BlockQlikes));
        Assert.False(complete.IsCutShort);
    }

    [Fact]
    public void A_stopped_search_resumes()
    {
        var expected = Done.Value.ToJson();
        using var stop = new CancellationTokenSource();
        using (var store = new FoldStore(folder["folds"]))
            Assert.ThrowsAny<OperationCanceledException>(() => Run(Options with { FoldStore = store },
                progress: new Then(p => _ = p.Done == 8 ? stop.CancelAsync() : Task.CompletedTask), stop: stop.Token));

        var seen = new List<WalkForwardProgress>();
        using var again = new FoldStore(folder["folds"]);
        Assert.Equal(expected, Run(Options with { FoldStore = again }, progress: new Then(seen.Add)).ToJson());
        Assert.InRange(seen[0].Resumed, 8, 12);
        Assert.Equal(new WalkForwardProgress(21, 21, seen[0].Resumed), seen[^1]);
        Assert.Equal(22 - seen[0].Resumed, seen.Count);
    }

    [Fact]
    public void The_file_restores_the_choice()
    {
        var result = Done.Value;
        var read = SearchResult.Parse(result.ToJson());
        Assert.Equal(result.Parameters, read.Parameters);
        Assert.Equal(result.ToJson(), read.ToJson());
        var text = Encoding.UTF8.GetString(result.ToJson());
        Assert.Contains("\"last_session\": ", text, StringComparison.Ordinal);
        Assert.Contains("\"gain_standard_error\": ", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("\"[a-z_]+[A-Z][A-Za-z]*\":", text);
    }

    [Theory]
    [InlineData("{", "It is not JSON")]
    [InlineData("null", "expected an object")]
    [InlineData("""{ "model": "xgboost-21" }""", "line 1, horizon: the property is missing; expected the horizon in sessions")]
    public void Another_file_is_refused(string text, string message) => Assert.Contains(
        message, Assert.Throws<InvalidDataException>(() => SearchResult.Parse(Encoding.UTF8.GetBytes(text))).Message);

    [Theory]
    [InlineData("\"horizon\": 5", "\"horizon\": \"five\"", "line 4, horizon: expected the horizon in sessions, a whole number")]
    [InlineData("\"horizon\": 5", "\"horizon\": 0", "line 4, horizon: expected the horizon in sessions")]
    [InlineData("\"horizon\": 5", "\"horizons\": 5",
        "line 4, horizons: there is no such property; expected model, symbol, horizon")]
    [InlineData("\"number\": 0", "\"number\": 0.5", "candidates[0].number: expected the candidate's number")]
    [InlineData("\"qlike\": ", "\"qlike\": \"low\", \"q\": ", "candidates[0].qlike: expected a number, or \"NaN\"")]
    public void An_edited_file_is_refused_with_line_path_and_what_is_expected(string written, string edited, string message)
    {
        var text = Encoding.UTF8.GetString(Done.Value.ToJson());
        var place = text.IndexOf(written, StringComparison.Ordinal);
        Assert.True(place >= 0);
        var changed = text[..place] + edited + text[(place + written.Length)..];
        Assert.Contains(message,
            Assert.Throws<InvalidDataException>(() => SearchResult.Parse(Encoding.UTF8.GetBytes(changed))).Message);
    }

    [Theory]
    [InlineData("objective", "reg:gamma", "'objective' is not a tree parameter that can be chosen")]
    [InlineData("eta", "fast", "'fast' is not a valid value of the tree parameter eta")]
    [InlineData("rounds", "2.5", "'2.5' is not a valid value of the tree parameter rounds")]
    public void Parameters_that_a_search_does_not_choose_are_refused(string name, string value, string message)
    {
        var chosen = Done.Value with { Parameters = new Dictionary<string, string> { [name] = value } };
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => SearchResult.Parse(chosen.ToJson())).Message);
    }

    [Fact]
    public void A_model_without_trees_cannot_be_searched() => Assert.Contains(
        "har has no trees", Assert.Throws<ArgumentException>(() => Run(Options with { Model = "har" })).Message);

    private sealed class Then(Action<WalkForwardProgress> then) : IProgress<WalkForwardProgress>
    {
        public void Report(WalkForwardProgress value) => then(value);
    }

    private sealed class SteppingClock : TimeProvider
    {
        private long ticks;
        public override long TimestampFrequency => 1;
        public override long GetTimestamp() => ticks++;
    }
}
