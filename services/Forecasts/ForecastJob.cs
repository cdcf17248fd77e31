using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Registry;

namespace Volcast.Services.Forecasts;

/// <summary>Forecasts from the newest session with the serving version, explains the forecast, and stores the row in
/// <c>forecasts</c>. A live forecast stays the published one of its version and origin, however often the job is
/// repeated.</summary>
public sealed class ForecastJob(DataLake lake, IModelRegistry registry, TradingCalendar calendar, TimeProvider clock)
{
    private const int OriginsShown = 5;

    /// <exception cref="UnsettledBarException">The newest session settles after the clock's time.</exception>
    /// <exception cref="LakeException">Bars or features are missing or inconsistent, or the model learnt from the other kind of
    /// data, real or simulated, than the lake holds.</exception>
    /// <exception cref="RegistryException">No model is registered, or its files were changed.</exception>
    /// <exception cref="InsufficientDataException">An input of the newest session is missing; the message names it.</exception>
    public async Task<ForecastReport> RunAsync(ForecastRequest request, CancellationToken stop)
    {
        using var model = await RegisteredForecaster.LoadAsync(registry, request.Roles.Target, request.Horizon, stop);
        model.RequireDataKind(lake.Kind);
        var inputs = request.IsProvisional
            ? await ForecastInputs.ProvisionalAsync(lake, request.Roles, calendar, clock.GetUtcNow(), stop)
            : await ForecastInputs.SettledAsync(lake, request.Roles, stop);
        if (!request.IsProvisional)
            inputs.RequireSettled(calendar, clock.GetUtcNow());
        await using var lease = await lake.LeaseAsync(request.Roles.Target, stop);
        var stored = await ForecastsTable.ReadAsync(lake, request.Roles.Target, cancellationToken: stop);
        // The time at which the lease is held decides: the forecast is stored under it.
        var kindNow = SessionForecast.KindOf(inputs.Origin, calendar, clock.GetUtcNow());
        var kind = request.IsProvisional ? ForecastKind.Provisional
            : stored.Any(row => row.Kind == ForecastKind.Live && IsBy(model, inputs, row)) ? ForecastKind.Live
            : kindNow;
        var oneSession = await OneSessionAsync(request, inputs, stop);
        var (row, reasons) = SessionForecast.Make(model, inputs, request.Horizon, kind, calendar, oneSession?.Value);
        var roles = request.Roles.Using(row.ImpliedIndex);
        var premium = request.Horizon == VariancePremium.Horizon
            ? await WithHistoryAsync(
                PremiumReport.Of(request.Roles, row, row.Variance, model.Version), request, model, inputs, stop)
            : await PremiumReport.FromLongModelAsync(registry, lake, request.Roles, inputs, row, stop);
        var (missed, notes) = request.IsProvisional
            ? ([], [])
            : await new Backfill(registry, calendar, clock, lake.Kind).MakeAsync(inputs, model, stored, stop);
        // A late forecast could use hindsight, so it could not be scored.
        var (shadow, shadowNotes) = !request.IsProvisional && kindNow == ForecastKind.Live
            ? await ShadowAsync(model, inputs, oneSession?.Value, stop)
            : (null, []);
        ForecastRow[] made = [row, .. missed, .. shadow is null ? [] : (ForecastRow[])[shadow]];
        var (baselines, baselineNotes) = request.IsProvisional
            ? ([], [])
            : BaselineForecasts.Make(request.Roles, inputs, request.Horizon, stored.Concat(made), calendar, stop);
        var (firstPublished, isNew) = await StoreAsync(request.Roles.Target, stored, [.. made, .. baselines], stop);
        // From the same inputs, only the one-session model can have changed; the published tail risk stays.
        if (firstPublished.InputDigest == row.InputDigest)
            row = firstPublished;
        return new ForecastReport
        {
            Roles = roles,
            DataKind = lake.Kind,
            Row = row,
            TargetStart = calendar.Next(row.ForecastOrigin),
            Recipe = model.Artifact.Spec.Name,
            Alias = model.Alias,
            TrainedTo = model.Artifact.Spec.TrainingTo,
            Explained = new(row.ForecastOrigin, row.Variance, reasons, reasons.InVolatility()),
            Implied = row.Implied,
            Realized5 = inputs.Known.Column("vol_5d")[^1],
            Realized20 = inputs.Known.Column("vol_20d")[^1],
            Figures = ForecastFigures.Of(request.Roles, row, model.Artifact.Distribution, request.Above),
            Premium = premium,
            ImpliedLevels = request.IsOfTermStructure
                ? await ImpliedLevels.ReadAsync(lake, request.Roles, row.ForecastOrigin, stop) : ImpliedLevels.None,
            SessionsBehind = calendar.Count(inputs.Origin.AddDays(1), calendar.NewestSettled(clock.GetUtcNow())),
            IsNew = isNew,
            FirstPublished = firstPublished.InputDigest == row.InputDigest ? null : firstPublished,
            Backfilled = missed,
            Shadow = shadow,
            Baselines = baselines,
            BaselineNotes = baselineNotes,
            VersionWarnings = VersionWarnings.Of(model.Version),
            Notes =
            [
                .. await MissingSessions.OfAsync(lake, roles, inputs.Origin, calendar, stop),
                .. await OpenFindings.OfAsync(lake, roles, inputs.Origin, calendar, stop),
                .. OutOfRangeInputs.Of(inputs.For(model.Artifact.Spec), model.Artifact.Spec.Inputs), .. IntervalWarnings.Of(row), .. notes, .. shadowNotes,
                .. row.OneSessionModel is null && oneSession is { } other
                    ? (string[])[OneSessionTail.Warning(
                        request.Horizon, other.Reason ?? OneSessionTail.NotWhenStored)]
                    : [],
            ],
        };
    }

    /// <summary>The premium with its place among those of the version's walk-forward.</summary>
    private async Task<ValueOrReason<PremiumReport>> WithHistoryAsync(
        ValueOrReason<PremiumReport> premium, ForecastRequest request, RegisteredForecaster model, ForecastInputs inputs,
        CancellationToken stop)
    {
        if (!request.IsOfTermStructure || premium.Value is not { } found)
            return premium;
        var content = await registry.FindArtifactAsync(model.Version.RunId, Registration.WalkForwardPath, stop);
        var forecasts = BacktestFile.TryRead($"{model.Version}", Registration.WalkForwardPath, content);
        return found with
        {
            History = forecasts.TryGet(out var walkForward, out var reason)
                ? PremiumHistory.Of(found.Premium, inputs.For(model.Artifact.Spec).Known,
                    walkForward.ForecastsOf(model.Artifact.Spec.Name))
                : new Reason(reason),
        };
    }

    /// <summary>Makes a stored forecast again from the present bars.</summary>
    /// <inheritdoc cref="ReproduceAsync(AssetRoles, DateOnly, DataLake, CancellationToken)"/>
    public Task<IReadOnlyList<Reproduction>> ReproduceAsync(AssetRoles roles, DateOnly origin, CancellationToken stop) =>
        ReproduceAsync(roles, origin, lake, stop);

    /// <summary>Makes a stored forecast again, with features computed from the bars, and compares every number.</summary>
    /// <param name="roles">The target and its companion symbols.</param>
    /// <param name="origin">The forecast origin.</param>
    /// <param name="bars">Holds the bars: the lake of the job, or a view of it.</param>
    /// <param name="stop">Stops between forecasts.</param>
    /// <exception cref="LakeException">No forecast of that origin is stored, or one of its bars is missing.</exception>
    /// <exception cref="RegistryException">The version that made it was deleted or changed.</exception>
    public async Task<IReadOnlyList<Reproduction>> ReproduceAsync(
        AssetRoles roles, DateOnly origin, DataLake bars, CancellationToken stop)
    {
        var stored = ForecastsTable.FromFrame(
            roles.Target, await lake.ReadAsync(ForecastsTable.Schema, roles.Target, origin, origin, stop));
        var settled = stored.Rows.Where(row => row.ForecastOrigin == origin && row.Kind != ForecastKind.Provisional).ToArray();
        if (settled.Length == 0)
            throw new LakeException(
                $"No forecast of {roles.Target} from {origin:yyyy-MM-dd} is stored"
                + (stored.Rows.Count > 0 ? ", except a provisional one: its bar was replaced when it settled." : ".")
                + await NewestOriginsAsync(roles.Target, stop));
        var inputs = await ForecastInputs.RebuiltAsync(bars, roles, origin, stop);
        var reproductions = new List<Reproduction>();
        foreach (var row in settled)
        {
            var rebuilt = row.Kind == ForecastKind.Baseline
                ? BaselineForecasts.MakeAgain(row, inputs, calendar, stop)
                : await MakeAgainAsync(row, inputs, stop);
            IReadOnlyList<string> restated = rebuilt.InputDigest == row.InputDigest
                ? []
                : await RestatedBars.SinceAsync(lake, roles.Using(rebuilt.ImpliedIndex), origin, stop);
            reproductions.Add(new Reproduction(row, rebuilt, restated));
        }
        return reproductions;
    }

    private async Task<ForecastRow> MakeAgainAsync(ForecastRow stored, ForecastInputs inputs, CancellationToken stop)
    {
        var version = await registry.GetVersionAsync(stored.Model, ForecastDocuments.VersionOf(stored), stop);
        using var model = await RegisteredForecaster.LoadAsync(registry, version, "", stop);
        var oneSession = await OneSessionTail.AgainAsync(registry, stored, inputs, calendar, stop);
        return SessionForecast.Make(model, inputs, stored.Horizon, stored.Kind, calendar, oneSession).Row;
    }

    /// <summary>A sentence with the newest origins of stored forecasts that can be reproduced; empty if there is none.</summary>
    private async Task<string> NewestOriginsAsync(Symbol target, CancellationToken stop)
    {
        DateOnly[] origins =
        [
            .. (await ForecastsTable.ReadAsync(lake, target, cancellationToken: stop)).Where(row => row.Kind != ForecastKind.Provisional)
                .Select(row => row.ForecastOrigin).Distinct().OrderDescending().Take(OriginsShown),
        ];
        return origins.Length == 0
            ? ""
            : $" The newest stored forecasts are from {string.Join(", ", origins.Select(day => $"{day:yyyy-MM-dd}"))}.";
    }

    /// <summary>The tail risk of the next session by the serving one-session model; null where that is the requested model, or
    /// where there is none.</summary>
    private async Task<ValueOrReason<OneSessionTail>?> OneSessionAsync(
        ForecastRequest request, ForecastInputs inputs, CancellationToken stop) =>
        request.Horizon == 1
            ? null
            : await OneSessionTail.FromServingAsync(registry, request.Roles.Target, lake.Kind, inputs, calendar, stop);

    /// <summary>The challenger's forecast from the same origin; null while no challenger is on trial, or with a note if it cannot
    /// forecast: the serving version's forecast does not wait for it.</summary>
    private async Task<(ForecastRow? Row, IReadOnlyList<string> Notes)> ShadowAsync(
        RegisteredForecaster serving, ForecastInputs inputs, OneSessionTail? oneSession, CancellationToken stop)
    {
        if (await registry.FindByAliasAsync(serving.Version.Model, RegistryTags.Challenger, stop) is not { } version
            || version.Number == serving.Version.Number)
            return (null, []);
        try
        {
            using var challenger = await RegisteredForecaster.LoadAsync(registry, version, RegistryTags.Challenger, stop);
            challenger.RequireDataKind(lake.Kind);
            return (SessionForecast.Make(
                challenger, inputs, challenger.Artifact.Spec.Horizon, ForecastKind.Shadow, calendar, oneSession).Row, []);
        }
        catch (Exception refused) when (refused is RegistryException or LakeException or InsufficientDataException)
        {
            return (null, [$"No shadow forecast of version {version.Number} is stored: {refused.Message}"]);
        }
    }

    /// <summary>Stores the rows; an existing row is never replaced. Returns the stored row with the key of the first given row,
    /// and whether this call added it.</summary>
    private async Task<(ForecastRow FirstPublished, bool IsNew)> StoreAsync(
        Symbol target, IReadOnlyList<ForecastRow> stored, IReadOnlyList<ForecastRow> made, CancellationToken stop)
    {
        var (merged, added) = ForecastsTable.MergeFirstWins(
            new ForecastsTable { Symbol = target, Rows = stored }, new ForecastsTable { Symbol = target, Rows = made });
        // The files of earlier years stay as they are.
        var from = made.Min(row => row.ForecastOrigin);
        if (added > 0)
            await lake.CommitAsync(ForecastsTable.Schema, target,
                (merged with { Rows = [.. merged.Rows.Where(row => row.ForecastOrigin >= from)] }).ToFrame(), from: from,
                cancellationToken: stop);
        return (merged.Rows.First(IsSame), !stored.Any(IsSame));

        bool IsSame(ForecastRow known) => known.ForecastOrigin == made[0].ForecastOrigin && known.Horizon == made[0].Horizon
            && known.Model == made[0].Model && known.ModelVersion == made[0].ModelVersion && known.Kind == made[0].Kind;
    }

    /// <summary>Whether a stored row is this version's forecast from this origin.</summary>
    private static bool IsBy(RegisteredForecaster model, ForecastInputs inputs, ForecastRow row) =>
        row.ForecastOrigin == inputs.Origin && row.Horizon == model.Artifact.Spec.Horizon && row.Model == model.Version.Model
        && row.ModelVersion == $"{model.Version.Number}";
}
