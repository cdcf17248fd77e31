using System.Globalization;
using System.Text.Json;
using Volcast.Files;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Stores;

namespace Volcast.Cli.Plans;

/// <summary>
/// The place of one plan: <c>plan.json</c>, and for each unit <c>results/UNIT.json</c> with its output in
/// <c>outputs/UNIT-DIGEST</c>, or <c>failures/UNIT.json</c>. A result is put once, after its output, so it is whole or absent.
/// </summary>
/// <param name="store">Holds the place.</param>
internal sealed class PlanFolder(IObjectStore store)
{
    private const string PlanKey = "plan.json";

    /// <summary>The place, for messages.</summary>
    public string Description => store.Description;

    /// <summary>Puts the plan. The same plan again changes nothing.</summary>
    /// <exception cref="SettingException">The place holds another plan.</exception>
    public async Task PutAsync(WorkPlan plan, CancellationToken stop)
    {
        try
        {
            await store.PutAsync(PlanKey, plan.ToJson(), PutCondition.IfNoneMatch, stop);
        }
        catch (PutConditionException)
        {
            if (await ReadPlanAsync(stop) is var held && held.Digest != plan.Digest)
                throw new SettingException($"{Description} holds the plan {Short(held.Digest)}, and this is the plan "
                    + $"{Short(plan.Digest)}. Results of two plans are kept apart: give each plan a place of its own.");
        }
    }

    /// <exception cref="SettingException">There is no plan, or it is damaged.</exception>
    public async Task<WorkPlan> ReadPlanAsync(CancellationToken stop)
    {
        var stored = await store.GetAsync(PlanKey, stop) ?? throw new SettingException(
            $"There is no plan in {Description}. Make one with `volcast plan`, or give the place that it printed.");
        return WorkPlan.TryParse(stored.Content) ?? throw new SettingException(
            $"{PlanKey} in {Description} is damaged: its content does not have the digest that it states. Make the plan again, "
            + "in another place.");
    }

    /// <summary>The numbers of the units that have a result, damaged or not.</summary>
    public async Task<IReadOnlySet<int>> UnitsWithResultAsync(CancellationToken stop) =>
        (await store.ListAsync("results/", stop)).Select(NumberOf).OfType<int>().ToHashSet();

    /// <summary>The result of a unit.</summary>
    /// <returns>No result and no ETag if there is none; no result and its ETag if it is damaged.</returns>
    /// <exception cref="SettingException">It is the result of another plan.</exception>
    public async Task<(WorkResult? Result, string? ETag)> FindResultAsync(WorkPlan plan, int unit, CancellationToken stop)
    {
        var key = ResultKey(unit);
        if (await store.GetAsync(key, stop) is not { } stored)
            return (null, null);
        if (WorkResult.TryParse(stored.Content) is not { } result)
            return (null, stored.ETag);
        if (result.Plan != plan.Digest)
            throw new SettingException($"{key} in {Description} is a result of the plan {Short(result.Plan)}, and the plan there "
                + $"is {Short(plan.Digest)}. Results of two plans are kept apart: move the foreign ones away, or make the plan "
                + "again in another place.");
        return (result.Unit == unit && await FindOutputAsync(result, stop) is not null ? result : null, stored.ETag);
    }

    /// <summary>The output of a unit.</summary>
    /// <exception cref="LakeException">It is missing or damaged.</exception>
    public async Task<byte[]> ReadOutputAsync(WorkResult result, CancellationToken stop) =>
        await FindOutputAsync(result, stop) ?? throw new LakeException(
            $"{result.Output} in {Description} is missing or damaged. Delete {ResultKey(result.Unit)} there, and run `volcast "
            + "work` for its chunk again.");

    /// <summary>Puts the output of a unit, then its result.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="result">Its output and digest are set here.</param>
    /// <param name="output">What the stage printed or wrote.</param>
    /// <param name="extension">Of the output, such as <c>csv</c>.</param>
    /// <param name="damaged">The ETag of a damaged result that is replaced; null if there is none.</param>
    /// <param name="stop">Stops between the puts.</param>
    /// <returns>Null; or the result that another worker has put first, which stays.</returns>
    /// <exception cref="LakeException">Another worker has put a result first, and it is damaged or gone.</exception>
    public async Task<WorkResult?> PutResultAsync(
        WorkPlan plan, WorkResult result, byte[] output, string extension, string? damaged, CancellationToken stop)
    {
        var sha256 = Digest.Of(output);
        var key = string.Create(CultureInfo.InvariantCulture, $"outputs/{result.Unit:00000}-{Digest.Prefix(sha256)}.{extension}");
        await store.PutAsync(key, output, default, stop);
        var own = (result with { Output = key, OutputSha256 = sha256 }).Sealed();
        try
        {
            await store.PutAsync(ResultKey(result.Unit), own.ToJson(),
                damaged is null ? PutCondition.IfNoneMatch : PutCondition.IfMatch(damaged), stop);
            return null;
        }
        catch (PutConditionException)
        {
            // Another worker of the same index was faster; or the put took effect, and its answer was lost.
            var (first, _) = await FindResultAsync(plan, result.Unit, stop);
            if (first is null)
                throw new LakeException($"{ResultKey(result.Unit)} in {Description} was put by another worker at the same time, "
                    + "and is damaged or gone, so the unit has no result. Run `volcast work` for its chunk again.");
            return first.Digest == own.Digest ? null : first;
        }
    }

    public Task PutFailureAsync(WorkFailure failure, CancellationToken stop) => store.PutAsync(
        FailureKey(failure.Unit), JsonSerializer.SerializeToUtf8Bytes(failure, PlanJson.Readable.WorkFailure), default, stop);

    /// <summary>Why the last run of a unit failed; null if nothing is known.</summary>
    public async Task<string?> FindFailureAsync(WorkPlan plan, int unit, CancellationToken stop)
    {
        if (await store.GetAsync(FailureKey(unit), stop) is not { } stored)
            return null;
        try
        {
            return JsonSerializer.Deserialize(stored.Content, PlanJson.Readable.WorkFailure) is { } failure
                && failure.Plan == plan.Digest ? failure.Reason : null;
        }
        catch (JsonException)
        {
            return null; // A note for people: without it, the unit still counts as missing.
        }
    }

    /// <summary>A digest as messages show it.</summary>
    public static string Short(string digest) => digest.Length > 12 ? digest[..12] : digest;

    private async Task<byte[]?> FindOutputAsync(WorkResult result, CancellationToken stop) =>
        await store.GetAsync(result.Output, stop) is { } stored && Digest.Of(stored.Content) == result.OutputSha256
            ? stored.Content : null;

    private static int? NumberOf(string key) => key.EndsWith(".json", StringComparison.Ordinal)
        && int.TryParse(Path.GetFileNameWithoutExtension(key), NumberStyles.None, CultureInfo.InvariantCulture, out var unit)
            ? unit : null;

    private static string ResultKey(int unit) => string.Create(CultureInfo.InvariantCulture, $"results/{unit:00000}.json");

    private static string FailureKey(int unit) => string.Create(CultureInfo.InvariantCulture, $"failures/{unit:00000}.json");
}
