using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Ingest.Tests.Mutations;

/// <summary>Thousands of changed answers of Yahoo and changed files, read into an empty lake or over a good download: none
/// crashes or hangs, and none changes a price, an event, a return or a date unless the run fails or asks for attention.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class VendorMutationTests : IDisposable
{
    private const int FirstOfProof = 1_000;
    private readonly MutatedIngest ingest = new();

    public void Dispose() => ingest.Dispose();

    [Fact]
    public Task A_sample_of_mutations() => RunAsync(1, 200);

    /// <summary>The long form: writes docs/proof/vendor-mutations.md.</summary>
    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public async Task Eight_thousand_mutations()
    {
        const int count = 8_000;
        var tallies = await RunAsync(FirstOfProof, count);
        var rows = tallies.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(
            CultureInfo.InvariantCulture,
            $"| {pair.Key} | {pair.Value.Seen + pair.Value.Same:N0} | {pair.Value.Seen:N0} | {pair.Value.Same:N0} | 0 |"));
        await File.WriteAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "vendor-mutations.md"),
            string.Create(CultureInfo.InvariantCulture,
            $"""
            # Mutated market data

            Written by `make prove`. {count:N0} runs of `ingest` (random seeds {FirstOfProof} to {FirstOfProof + count - 1}), each
            on 120 sessions of a made market with one change. Half of the runs change an answer of Yahoo about SPY: its numbers,
            or its bytes and members. The others change the table of SPY, TLT, IWM or ^VIX, written as an answer of Yahoo, as a
            csv file with dividends, or as a csv file without them. Half of these read it into an empty lake; half read it over a
            good download of the first {MutatedTable.Held} sessions, some from a file of a few sessions only.

            A run that is *noticed* fails or needs attention, so the command exits with 1 or 3. A run is *harmless* if every
            session, price, volume and dividend is that of the unchanged answer, and every return differs by at most .001. Any
            other run is *silent*. Where bytes and members change, only crashes and hangs count. What
            [the checks cannot see](../data-checks.md#what-is-compared) is not among the changes.

            | change | runs | noticed | harmless | silent |
            |---|---:|---:|---:|---:|
            {string.Join('\n', rows)}

            """), TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, (int Seen, int Same)>> RunAsync(int first, int count)
    {
        var plain = await ingest.RunAsync(MutatedAnswer.Unchanged);
        Assert.Equal(MutatedAnswer.Sessions, plain.Bars.Count);
        var silent = new List<string>();
        var tallies = new Dictionary<string, (int Seen, int Same)>(StringComparer.Ordinal);
        for (var seed = first; seed < first + count; seed++)
        {
            var (kind, name, isSeen, difference) = seed % 2 == 0
                ? await OfAnswerAsync(seed, plain.Bars)
                : await OfTableAsync(seed);
            if (!isSeen && difference is not null)
                silent.Add($"seed {seed}, {name}: {difference}");
            var tally = tallies.GetValueOrDefault(kind);
            tallies[kind] = isSeen ? tally with { Seen = tally.Seen + 1 } : tally with { Same = tally.Same + 1 };
        }
        Assert.True(silent.Count == 0, $"{silent.Count} of {count}:\n{string.Join('\n', silent.Take(40))}");
        return tallies;
    }

    private async Task<(string Kind, string Name, bool IsSeen, string? Difference)> OfAnswerAsync(
        int seed, CuratedMarketTable plain)
    {
        var answer = MutatedAnswer.Of(seed);
        var (report, bars) = await ingest.RunAsync(answer);
        return (answer.IsMeaningful ? "numbers of an answer of Yahoo" : "bytes and members of an answer of Yahoo", answer.Name,
            MutatedIngest.IsSeen(report), answer.IsMeaningful ? Difference(plain, bars) : null);
    }

    private async Task<(string Kind, string Name, bool IsSeen, string? Difference)> OfTableAsync(int seed)
    {
        var table = MutatedTable.Of(seed);
        var plain = await ingest.PlainAsync(table);
        var (report, bars) = await ingest.RunAsync(table);
        return (table.Kind, table.Name, MutatedIngest.IsSeen(report), Difference(plain, bars));
    }

    /// <summary>What a run has changed: a session, a number of one, or a return by more than .001; null if nothing.</summary>
    private static string? Difference(CuratedMarketTable plain, CuratedMarketTable bars)
    {
        if (!plain.Session.SequenceEqual(bars.Session))
            return "other sessions";
        for (var row = 0; row < bars.Count; row++)
        {
            (string Name, double Plain, double Changed)[] numbers =
            [
                ("open", plain.Open[row], bars.Open[row]), ("high", plain.High[row], bars.High[row]),
                ("low", plain.Low[row], bars.Low[row]), ("close", plain.Close[row], bars.Close[row]),
                ("dividend", plain.Dividend[row], bars.Dividend[row]), ("split", plain.SplitRatio[row], bars.SplitRatio[row]),
                ("volume", plain.Volume[row] ?? -1, bars.Volume[row] ?? -1),
            ];
            foreach (var (name, was, now) in numbers)
                if (Math.Abs(now - was) > 1e-6 * Math.Abs(was) || double.IsNaN(now) != double.IsNaN(was))
                    return $"the {name} of {bars.Session[row]:yyyy-MM-dd} is {now}, not {was}";
            if (Math.Abs(bars.LogReturn[row] - plain.LogReturn[row]) > StepReturns.Tolerance + 1e-5)
                return $"the return of {bars.Session[row]:yyyy-MM-dd} is {bars.LogReturn[row]}, not {plain.LogReturn[row]}";
        }
        return null;
    }
}
