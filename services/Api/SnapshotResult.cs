using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api;

/// <summary>A response rendered from a snapshot, with ETag and staleness headers; 304 if the client has the same ETag.</summary>
/// <param name="served">The series.</param>
/// <param name="key">Identifies the response within the snapshot.</param>
/// <param name="render">Renders the body, once per snapshot and not for a 304.</param>
internal sealed class SnapshotResult(ServedSeries served, string key, Func<ServingSnapshot, ValueTask<Rendering>> render) : IResult
{
    /// <inheritdoc cref="SnapshotResult(ServedSeries, string, Func{ServingSnapshot, ValueTask{Rendering}})"/>
    public SnapshotResult(ServedSeries served, string key, Func<ServingSnapshot, Rendering> render)
        : this(served, key, snapshot => ValueTask.FromResult(render(snapshot)))
    {
    }

    /// <summary>The header that is present while the snapshot cannot be refreshed; its value is the reason.</summary>
    public const string StaleHeader = "Volcast-Stale";

    /// <summary>Whether the response is csv, which has another ETag than JSON.</summary>
    public bool IsCsv { get; init; }

    /// <summary>The version that the response is about if it need not be the serving one. The address may name it by an alias,
    /// which can move to another version, so it is a part of the ETag.</summary>
    public int? Part { get; init; }

    public Task ExecuteAsync(HttpContext context)
    {
        var snapshot = served.Snapshot!;
        return ConditionalResponse.WriteAsync(
            context, snapshot.ETag(Part, IsCsv), snapshot.VersionText, served, () => snapshot.RenderAsync(key, render));
    }
}
