using System.Text.Json;

namespace Volcast.Cli.Plans;

/// <summary>The smallest part of a plan: one run of the stage. Most units have one symbol.</summary>
/// <param name="Symbols">The tickers that the run writes; each is in exactly one unit of the plan.</param>
/// <param name="Inputs">Name → the first digits of the digest of each input when the plan was made.</param>
internal sealed record WorkUnit(IReadOnlyList<string> Symbols, IReadOnlyDictionary<string, string> Inputs)
{
    /// <summary>The symbols as a message names them.</summary>
    public string Name() => string.Join(", ", Symbols);
}

/// <summary>
/// A stage for many symbols, divided into chunks for the tasks of an array job. Every symbol is in exactly one chunk, so that
/// each has one writer.
/// </summary>
/// <param name="Version">The version of the program that made the plan; another one refuses it.</param>
/// <param name="Stage">The command that each unit runs, such as <c>backtest</c>.</param>
/// <param name="Arguments">The flags of the stage that are not settings.</param>
/// <param name="Settings">Name → value of the settings that were given and that change results or locate the data.</param>
/// <param name="Chunks">The number of chunks: the size of the array. At least one, and at most one for each unit.</param>
/// <param name="Units">At least one, in the order in which results are joined.</param>
/// <param name="Digest">SHA-256 of this plan as JSON with an empty digest.</param>
internal sealed record WorkPlan(
    string Version, string Stage, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Settings, int Chunks,
    IReadOnlyList<WorkUnit> Units, string Digest)
{
    public static WorkPlan Create(
        string version, string stage, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings, int chunks,
        IReadOnlyList<WorkUnit> units)
    {
        var plan = new WorkPlan(
            version, stage, arguments,
            new SortedDictionary<string, string>(settings.ToDictionary(), StringComparer.Ordinal), chunks, units, "");
        return plan with { Digest = plan.ComputeDigest() };
    }

    /// <summary>The numbers of the units of a chunk. Chunks differ by at most one unit.</summary>
    public IEnumerable<int> UnitsOf(int chunk) => Enumerable.Range(First(chunk), First(chunk + 1) - First(chunk));

    /// <summary>The chunk of a unit.</summary>
    public int ChunkOf(int unit) => (int)((((long)unit + 1) * Chunks - 1) / Units.Count);

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, PlanJson.Readable.WorkPlan), (byte)'\n'];

    /// <summary>The plan in a file; null if the bytes are no plan, or were changed after it was made.</summary>
    public static WorkPlan? TryParse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PlanJson.Readable.WorkPlan) is { Units.Count: > 0 } plan
                && plan.Digest == plan.ComputeDigest() ? plan : null;
        }
        catch (Exception damaged) when (damaged is JsonException or ArgumentException or NullReferenceException)
        {
            return null;
        }
    }

    private int First(int chunk) => (int)((long)chunk * Units.Count / Chunks);

    private string ComputeDigest() => Volcast.Files.Digest.Of((this with { Digest = "" }).ToJson());
}
