using System.Globalization;
using Volcast.Lake.Leases;
using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests.Leases;

public sealed class TwoWritersTests
{
    private const int ShortRounds = 80;

    [Fact]
    public void Two_writers_at_random_speeds_killed_at_random_never_damage_each_others_work()
    {
        var rounds = Play(0, ShortRounds, Conditional);
        RequireNone(rounds);
        Assert.InRange(rounds.Sum(round => round.Commits), 200, ShortRounds * 9);
        Assert.InRange(rounds.Sum(round => round.Refused), 8, ShortRounds * 8);
        Assert.InRange(rounds.Sum(round => round.Killed), 40, ShortRounds * 2);
    }

    /// <summary>The protocol for locks that cannot expire damages data on a store without locks; leases replace it.</summary>
    [Fact]
    public void The_same_rounds_find_what_goes_wrong_without_leases() =>
        Assert.InRange(Broken(Play(0, 40, (_, _) => new OneWriter())), 5, 40);

    /// <summary>The long form of the proof, which writes docs/proof/leases.md.</summary>
    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public void Thousands_of_rounds_of_two_writers()
    {
        const int count = 5000;
        var rounds = Play(1_000_000, count, Conditional);
        var without = Play(1_000_000, 500, (_, _) => new OneWriter());
        var page = Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "leases.md");
        File.WriteAllText(page, string.Create(CultureInfo.InvariantCulture,
            $"""
            # Two writers of one symbol on a store without locks

            Written by `make prove`. In each round two writers change the same table of the same symbol in a simulated object
            store that has conditional puts and no locks. Time is simulated. Requests take 10 ms to 10 s. Writers pause for up
            to 200 s while their lease lasts 30 s. Their clocks differ by up to 40 s. 3 % of the responses to conditional puts
            are lost. Two of three writers are killed at a random operation, and their last request may arrive 2,000 s later.
            Removing a session restores an earlier content byte for byte.

            The rules: after every change of the store, each file of the present manifest can be read. Each manifest holds the
            previous content with its writer's change. A commit reported as successful is in that sequence, and a refused one is
            not. A slow reader sees a snapshot that was current while it read. A last writer succeeds and leaves a lake without
            errors.

            | what | with leases | without leases |
            |---|---|---|
            | rounds | {count} | {without.Length} |
            | rounds that broke a rule | {Broken(rounds)} | {Broken(without)} |
            | store operations | {rounds.Sum(round => round.Operations)} | {without.Sum(round => round.Operations)} |
            | commits | {rounds.Sum(round => round.Commits)} | {without.Sum(round => round.Commits)} |
            | runs refused, each with a correct message | {rounds.Sum(round => round.Refused)} | – |
            | runs whose result was reported as unknown | {rounds.Sum(round => round.Unknown)} | – |
            | runs killed | {rounds.Sum(round => round.Killed)} | {without.Sum(round => round.Killed)} |
            | reads by the slow reader | {rounds.Sum(round => round.Reads)} | {without.Sum(round => round.Reads)} |
            | copies for other programs that are out of date at the end | {rounds.Sum(round => round.StaleCopies)} | – |

            "Without leases" is the protocol for operating-system locks, run without the locks. It shows that the rounds detect
            damage.

            """));
        RequireNone(rounds);
    }

    private static ConditionalLeaseStore Conditional(IObjectStore store, LeaseOptions options) => new(store, options);

    private static Round[] Play(int firstSeed, int count, Func<IObjectStore, LeaseOptions, ILeaseStore> leases) =>
        [.. Enumerable.Range(firstSeed, count).AsParallel().AsOrdered().Select(seed => new TwoWriters(seed, leases).Play())];

    private static void RequireNone(Round[] rounds)
    {
        string[] violations = [.. rounds.SelectMany(round => round.Violations)];
        Assert.True(violations.Length == 0, string.Join('\n', violations));
    }

    private static int Broken(IEnumerable<Round> rounds) => rounds.Count(round => round.Violations.Count > 0);
}
