using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Volcast.Files;
using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;

namespace Volcast.Services.Api.Snapshots;

/// <summary>
/// The data of one request: one version of the model and one state of the lake. Immutable except for its cached renderings, which
/// are dropped with it, so that no response outlives its data.
/// </summary>
/// <remarks>A snapshot is never disposed: a request may still use it. The finalizer frees its booster.</remarks>
internal sealed class ServingSnapshot
{
    /// <summary>The largest total size of the kept renderings, so that a client that requests everything once cannot fill the
    /// memory.</summary>
    private const long MostRenderedBytes = 1 << 20;

    /// <summary>A model in memory is larger than its files by about this factor.</summary>
    private const int BytesPerFileByte = 3;

    private readonly ConcurrentDictionary<string, Rendering> renderings = new(StringComparer.Ordinal);
    private readonly Lazy<InputRanges> ranges;
    private readonly long modelBytes;
    private long renderedBytes;

    private ServingSnapshot(
        TargetSnapshot target, RegisteredForecaster model, SessionForecast newest, bool isStored, DateOnly newestSettled,
        TradingCalendar calendar, string id, ModelVersion? oneSession, IReadOnlyList<string> warnings,
        Func<string, string> completeCommands)
    {
        OneSessionVersion = oneSession;
        Target = target;
        Model = model;
        Newest = newest;
        IsStored = isStored;
        NewestSettled = newestSettled;
        SessionsBehind = calendar.Count(target.Inputs.Origin.AddDays(1), newestSettled);
        Id = id;
        VersionText = model.Version.ToString();
        modelBytes = BytesPerFileByte * model.Folder.Paths.Sum(path => (long)model.Folder[path].Length);
        Inputs = target.Inputs.For(model.Artifact.Spec);
        Roles = target.Roles.Using(newest.Row.ImpliedIndex ?? Inputs.Known.ImpliedIndex);
        ranges = new(() => InputRanges.Of(Inputs.Known, model.Artifact.Spec.Inputs, Inputs.Known.Rows));
        Warnings =
        [
            .. VersionWarnings.Of(model.Version), .. target.DataWarningsOf(Roles, calendar).Select(completeCommands),
            .. OutOfRangeInputs.Of(Inputs, model.Artifact.Spec.Inputs), .. IntervalWarnings.Of(newest.Row), .. warnings,
        ];
    }

    public TargetSnapshot Target { get; }

    /// <summary>Everything known at the newest settled session, with the implied-volatility index that the version learnt
    /// from.</summary>
    public ForecastInputs Inputs { get; }

    /// <summary>The target and the symbols that the version's forecasts are made from.</summary>
    public AssetRoles Roles { get; }

    /// <summary>The symbols of <see cref="Roles"/> of which the lake has bars.</summary>
    public IEnumerable<Symbol> Symbols => Roles.Symbols.Where(Target.Bars.ContainsKey);

    /// <summary>The serving version; its distribution contains every error up to the newest session. It is read-only.</summary>
    public RegisteredForecaster Model { get; }

    /// <summary>The version's forecast from the newest session: the stored row, if one exists.</summary>
    public SessionForecast Newest { get; }

    /// <summary>The one-session version that was asked for the tail risk of the next session; null if none was.</summary>
    public ModelVersion? OneSessionVersion { get; }

    /// <summary>Whether <see cref="Newest"/> is a row of the table <c>forecasts</c>.</summary>
    public bool IsStored { get; }

    /// <summary>The session that should be the newest of the lake.</summary>
    public DateOnly NewestSettled { get; }

    /// <summary>The number of settled sessions that the lake lacks.</summary>
    public int SessionsBehind { get; }

    /// <summary>The age of the newest session.</summary>
    /// <param name="maximum">The largest number of sessions behind that is accepted.</param>
    public DataAge Age(int maximum) => new(Target.Inputs.Origin, SessionsBehind, maximum);

    /// <summary>Identifies the model version, the state of the lake and the build of the service; part of the ETag of every response
    /// from this snapshot.</summary>
    public string Id { get; }

    /// <summary><see cref="Id"/> in the form of the header.</summary>
    /// <param name="version">The version that the response is about; null if it is about the serving one.</param>
    /// <param name="isCsv">Whether the response is csv.</param>
    public string ETag(int? version = null, bool isCsv = false) =>
        $"\"{Id}{(version is { } number ? $"-{number}" : "")}{(isCsv ? "-csv" : "")}\"";

    /// <summary>The registered name and version, for example <c>volcast-SPY-5d/3</c>.</summary>
    public string VersionText { get; }

    /// <summary>What to know before relying on <see cref="Newest"/>: that no gate passed the version, or that its recipe is not
    /// the shipped one; missing sessions; open findings about the data; inputs far outside their past range; why the one-session
    /// model does not give the tail risk of the next session.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The ranges of the model's inputs over the target's history.</summary>
    public InputRanges Ranges => ranges.Value;

    /// <summary>Estimated memory of the model and of the renderings, without the state of the lake.</summary>
    public long Bytes => modelBytes + Interlocked.Read(ref renderedBytes);

    public int Horizon => Model.Artifact.Spec.Horizon;

    /// <summary>The identity of a snapshot from the given model version and state of the lake, in the given build.</summary>
    private static string IdOf(TargetSnapshot target, RegisteredForecaster model, ForecastRow newest,
        ValueOrReason<OneSessionTail>? tail, DateOnly newestSettled, string build) =>
        Digest.Of(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{target.Identity}\n{model.Version}\n{model.Alias}\n{model.Digest}\n"
            + $"{string.Join('\n', VersionWarnings.Of(model.Version))}\n{build}\n{newest.Kind}\n{newestSettled:yyyy-MM-dd}"
            + $"\n{newest.OneSessionModelVersion}\n{newest.OneSessionInputDigest}\n{tail?.Reason}")))[..32];

    /// <param name="target">The state of the lake.</param>
    /// <param name="model">A newly loaded model; its distribution is advanced to the newest session.</param>
    /// <param name="oneSession">The one-session version that was asked for the tail risk of the next session; null if none
    /// was.</param>
    /// <param name="tail">Its answer; null if none was asked.</param>
    /// <param name="calendar">The sessions and the times at which they settle.</param>
    /// <param name="now">The present.</param>
    /// <param name="build">The build of the service: another one may render other bytes from the same data.</param>
    /// <param name="completeCommands">Completes the commands that a warning suggests.</param>
    /// <exception cref="InsufficientDataException">An input of the newest session is missing.</exception>
    public static ServingSnapshot Of(
        TargetSnapshot target, RegisteredForecaster model, ModelVersion? oneSession, ValueOrReason<OneSessionTail>? tail,
        TradingCalendar calendar, DateTimeOffset now, string build, Func<string, string> completeCommands)
    {
        var kind = SessionForecast.KindOf(target.Inputs.Origin, calendar, now);
        var horizon = model.Artifact.Spec.Horizon;
        var made = SessionForecast.Make(model, target.Inputs, horizon, kind, calendar, tail?.Value);
        var stored = target.ForecastOf(model.Version);
        var newest = stored is null ? made : new(stored, ContributionsJson.Parse(stored));
        var settled = calendar.NewestSettled(now);
        return new(target, model, newest, stored is not null, settled, calendar,
            IdOf(target, model, newest.Row, tail, settled, build), oneSession,
            tail?.Reason is { } why ? [OneSessionTail.Warning(horizon, why)] : [], completeCommands);
    }

    /// <summary>The bytes of a response, rendered once.</summary>
    /// <param name="key">Identifies the response within this snapshot.</param>
    /// <param name="render">Renders it.</param>
    public async ValueTask<Rendering> RenderAsync(string key, Func<ServingSnapshot, ValueTask<Rendering>> render)
    {
        if (renderings.TryGetValue(key, out var known))
            return known;
        var made = await render(this);
        if (Interlocked.Read(ref renderedBytes) + made.Bytes.Length <= MostRenderedBytes && renderings.TryAdd(key, made))
            Interlocked.Add(ref renderedBytes, made.Bytes.Length);
        return made;
    }
}

/// <summary>A response in the bytes that are sent.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="ContentType">The media type of the body.</param>
internal sealed record Rendering(byte[] Bytes, string ContentType);
