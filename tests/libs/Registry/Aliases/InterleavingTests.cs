using Volcast.MlflowStub;
using Volcast.Registry.Aliases;
using Volcast.Registry.Tests.Mlflow;
using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests.Aliases;

/// <summary>
/// Stops every alias move before each of its writes, lets a second client run, and then resumes or kills the first. Version 2
/// replaced version 1 as champion, version 4 is the challenger, and version 3 has no alias.
/// </summary>
[Trait(Category.Name, Category.Integration)]
public sealed class InterleavingTests(PreparedRegistries prepared) : IClassFixture<PreparedRegistries>, IDisposable
{
    private static readonly DateTimeOffset Noon = PreparedRegistries.Noon;

    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    private sealed class KilledException() : Exception("killed");

    /// <summary>What an operation did.</summary>
    /// <param name="Champion">The version that it made champion; null for an operation that moves no champion.</param>
    /// <param name="RolledBack">The version that it rolled back.</param>
    /// <param name="Registered">The version that it registered.</param>
    private sealed record Done(int? Champion = null, int? RolledBack = null, int? Registered = null);

    private async Task<Done> PromoteAsync(IModelRegistry registry, int version, int hour)
    {
        await registry.RepairAliasesAsync(Model, Noon.AddHours(hour), token);
        var history = await registry.ReadChampionHistoryAsync(Model, Noon.AddHours(hour), token);
        if (history.Current?.Version != version)
            await registry.MoveChampionAsync(
                Model, version, history.Current, ChampionMoveKind.Promoted, "better", null, Noon.AddHours(hour), token);
        return new(version);
    }

    private async Task<Done> RollBackAsync(IModelRegistry registry, int hour)
    {
        var repaired = await registry.RepairAliasesAsync(Model, Noon.AddHours(hour), token);
        var versions = await registry.ListVersionsAsync(Model, token);
        var history = ChampionHistory.Of(Model, versions, Noon.AddHours(hour));
        if (repaired.Finished is { Kind: ChampionMoveKind.RolledBack } finished)
            return new(history.Current!.Version, finished.From);
        var previous = history.Previous(versions)
            ?? throw new RegistryException(RegistryProblem.NotFound, "There is no previous champion.");
        await registry.MoveChampionAsync(Model, previous.Number, history.Current, ChampionMoveKind.RolledBack, "worse", null,
            Noon.AddHours(hour), token);
        return new(previous.Number, history.Current!.Version);
    }

    private async Task<Done> RegisterAsync(IModelRegistry registry, string recipe, int hour)
    {
        var made = await registry.RegisterAsync(Of(recipe, RegistryTags.Challenger), token);
        await registry.RepairAliasesAsync(Model, Noon.AddHours(hour), token);
        return new(Registered: made.Version.Number);
    }

    private async Task<Done> RepairAsync(IModelRegistry registry, int hour)
    {
        await registry.RepairAliasesAsync(Model, Noon.AddHours(hour), token);
        return new();
    }

    private Task<Done> ActAsync(string operation, IModelRegistry registry, int hour) => operation.Split(' ') switch
    {
        ["promote", var number] => PromoteAsync(registry, int.Parse(number), hour),
        ["rollback"] => RollBackAsync(registry, hour),
        ["register", var recipe] => RegisterAsync(registry, recipe, hour),
        _ => RepairAsync(registry, hour),
    };

    public static TheoryData<string, string, bool> Operations()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var first in new[] { "promote 4", "promote 3", "rollback" })
            foreach (var second in new[] { "promote 4", "promote 3", "rollback", "register fifth", "repair" })
                foreach (var kills in new[] { false, true })
                    data.Add(first, second, kills);
        return data;
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task On_a_server_no_interleaving_leaves_an_inconsistent_model(string first, string second, bool kills)
    {
        for (var stop = 0; ; stop++)
        {
            await using var stub = await StubServer.StartAsync(state: prepared.OnServer.Copy());
            using var one = new MlflowModelRegistry(stub.Options());
            using var two = new MlflowModelRegistry(stub.Options());
            if (!await RunAsync(one, two, first, second, stop, kills, mayWait: false))
                break;
        }
    }

    // The lock makes the writes of a local store alike. `make test` stops before some of them, `make prove` before each.
    [Theory]
    [MemberData(nameof(Operations))]
    public Task In_a_local_store_a_second_client_waits_until_the_move_is_complete(string first, string second, bool kills) =>
        InterleaveInStoreAsync(first, second, kills, every: kills ? 3 : 6);

    [Theory]
    [Trait(Category.Name, Category.Proof)]
    [MemberData(nameof(Operations))]
    public Task In_a_local_store_a_second_client_waits_at_any_write_until_the_move_is_complete(
        string first, string second, bool kills) => InterleaveInStoreAsync(first, second, kills, every: 1);

    private async Task InterleaveInStoreAsync(string first, string second, bool kills, int every)
    {
        for (var stop = 0; ; stop += every)
        {
            var root = folder[$"mlruns-{stop}"];
            FolderBytes.Copy(prepared.LocalFolder, root);
            if (!await RunAsync(new LocalModelRegistry(root), new LocalModelRegistry(root, TimeSpan.Zero), first, second, stop,
                kills, mayWait: true))
                break;
        }
    }

    /// <returns>False if the first operation has no such write.</returns>
    private async Task<bool> RunAsync(
        IModelRegistry one, IModelRegistry two, string first, string second, int stop, bool kills, bool mayWait)
    {
        var write = 0;
        var hasStopped = false;
        var hasWaited = false;
        Done? other = null;
        RegistryException? otherFailed = null;
        async Task RunOtherAsync()
        {
            try
            {
                other = await ActAsync(second, two, hour: 3);
            }
            catch (RegistryException failed)
            {
                otherFailed = failed;
            }
        }
        var interleaved = new InterleavedRegistry(one, async () =>
        {
            if (write++ != stop)
                return;
            hasStopped = true;
            if (kills)
                throw new KilledException();
            await RunOtherAsync();
            hasWaited = otherFailed?.Problem == RegistryProblem.Busy;
        });
        Done? mine = null;
        RegistryException? failed = null;
        try
        {
            mine = await ActAsync(first, interleaved, hour: 2);
        }
        catch (KilledException)
        {
            await RunOtherAsync();
        }
        catch (RegistryException overtaken)
        {
            failed = overtaken;
        }
        if (!hasStopped)
            return false;
        if (mayWait && !kills)
        {
            // A registration and a repair that writes nothing need no lock of the model that is being changed.
            Assert.True(hasWaited || second == "repair", $"{second} did not wait before write {stop} of {first}");
            if (hasWaited)
            {
                otherFailed = null;
                await RunOtherAsync();
            }
        }
        var at = $"{first} stopped before write {stop}, then {second}{(kills ? " after the kill" : "")}: ";
        // Only these reasons may stop an operation.
        Assert.True(failed is null or { Problem: RegistryProblem.Overtaken }, at + failed?.Message);
        Assert.True(otherFailed is null or { Problem: RegistryProblem.Overtaken or RegistryProblem.NotFound },
            at + otherFailed?.Message);

        var later = Noon.AddHours(5);
        var repair = await two.RepairAliasesAsync(Model, later, token);
        Assert.True(repair.Sentences.Count == 0 || kills, at + string.Join("; ", repair.Sentences));
        var versions = await two.ListVersionsAsync(Model, token);
        var champion = versions.Single(version => version.Aliases.Contains(RegistryTags.Champion));
        Assert.DoesNotContain(RegistryTags.Challenger, champion.Aliases);
        Assert.DoesNotContain(RegistryTags.RolledBack, champion.Tags.Keys);
        Assert.DoesNotContain(versions, version => version.Tags.ContainsKey(RegistryTags.PendingMove));
        Assert.Equal([champion.Number],
            versions.Where(version => version.Tags.GetValueOrDefault(RegistryTags.Stage) == "Production").Select(v => v.Number));

        // What an operation reported is what stands, unless the other one came after it.
        var reported = new[] { mine?.Champion, other?.Champion }.OfType<int>().ToArray();
        if (reported.Length > 0)
            Assert.True(reported.Contains(champion.Number) || kills, at + $"champion is {champion.Number}");
        else if (!kills)
            Assert.Equal(2, champion.Number);
        // A new registration is the challenger.
        if (other?.Registered is { } registered)
            Assert.True(
                versions.Single(version => version.Aliases.Contains(RegistryTags.Challenger)).Number == registered, at);

        // A second rollback never returns to a version that was rolled back.
        var rolledBack = versions.Where(version => version.Tags.ContainsKey(RegistryTags.RolledBack)).Select(v => v.Number)
            .ToArray();
        if (new[] { mine?.RolledBack, other?.RolledBack }.OfType<int>().Any() && champion.Number != 2)
            Assert.Contains(2, rolledBack);
        try
        {
            var again = await RollBackAsync(two, hour: 6);
            Assert.DoesNotContain(again.Champion!.Value, rolledBack);
        }
        catch (RegistryException none) when (none.Problem == RegistryProblem.NotFound)
        {
            // There is no earlier champion, so nothing is restored.
        }
        return true;
    }

    [Fact]
    public async Task A_move_fails_if_another_version_became_champion_after_the_judgement()
    {
        FolderBytes.Copy(prepared.LocalFolder, folder["mlruns"]);
        var registry = new LocalModelRegistry(folder["mlruns"]);
        var judgedAgainst = (await registry.ReadChampionHistoryAsync(Model, Noon.AddHours(2), token)).Current;
        await registry.MoveChampionAsync(Model, 3, ChampionMoveKind.Forced, "now", null, Noon.AddHours(2), token);

        var overtaken = await Assert.ThrowsAsync<RegistryException>(() => registry.MoveChampionAsync(
            Model, 4, judgedAgainst, ChampionMoveKind.Promoted, "better", null, Noon.AddHours(3), token));

        Assert.Equal(RegistryProblem.Overtaken, overtaken.Problem);
        Assert.Equal("Version 4 of 'volcast-SPY-5d' was to replace version 2, but version 3 is champion by now. Version 4 is not"
            + " the champion. Run the command again: it then works against version 3.", overtaken.Message);
        Assert.Equal(3, (await registry.GetByAliasAsync(Model, RegistryTags.Champion, token)).Number);
        Assert.Equal(4, (await registry.GetByAliasAsync(Model, RegistryTags.Challenger, token)).Number);
    }

    /// <summary>The registration of version 5 is stopped before each request that writes, and version 5 or 4 is
    /// promoted.</summary>
    [Theory]
    [InlineData("promote 5")]
    [InlineData("promote 4")]
    [InlineData("rollback")]
    public async Task A_registration_on_a_server_leaves_no_version_champion_and_challenger(string second)
    {
        for (var stop = 0; ; stop++)
        {
            await using var stub = await StubServer.StartAsync(state: prepared.OnServer.Copy());
            using var one = new MlflowModelRegistry(stub.Options());
            using var two = new MlflowModelRegistry(stub.Options());
            var write = 0;
            var hasStopped = false;
            var isBusy = false;
            stub.Fault = request =>
            {
                if (isBusy || !(request.Route is "registered-models/alias" or "model-versions/delete-tag")
                    || request.Method == "GET" || write++ != stop)
                    return null;
                (hasStopped, isBusy) = (true, true);
                Task.Run(() => ActAsync(second, two, hour: 3)).GetAwaiter().GetResult();
                isBusy = false;
                return null;
            };
            await RegisterAsync(one, "fifth", hour: 2);
            if (!hasStopped)
                break;
            stub.Fault = _ => null;
            Assert.Empty((await two.RepairAliasesAsync(Model, Noon.AddHours(5), token)).Sentences);
            var versions = await two.ListVersionsAsync(Model, token);
            Assert.DoesNotContain(versions,
                version => version.Aliases.Contains(RegistryTags.Champion) && version.Aliases.Contains(RegistryTags.Challenger));
            if (second != "promote 5")
                Assert.Equal([RegistryTags.Challenger], versions[0].Aliases);
        }
    }
}
