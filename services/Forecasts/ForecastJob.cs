using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Serving;

namespace Volcast.Services.Forecasts;

/// <summary>Lets the model in charge forecast from the newest session, explains it, and stores the row in
/// <c>forecasts</c>.</summary>
public sealed class ForecastJob(DataLake lake, IModelRegistry registry, TradingCalendar calendar, TimeProvider clock)
{
    /// <exception cref="LakeException">Bars or features are missing or do not belong together, or the model learnt from the
    /// other kind of market, real or simulated, than the lake holds.</exception>
    /// <exception cref="RegistryException">No model is registered, or its files were changed.</exception>
    /// <exception cref="InsufficientDataException">An input of the newest session is absent; the message names it.</exception>
    public async Task<ForecastReport> RunAsync(ForecastRequest request, CancellationToken stop)
    {
        using var model = await RegisteredForecaster.LoadAsync(registry, request.Roles.Target, request.Horizon, stop);
        model.RequireMarket(lake.Kind);
        var inputs = request.IsProvisional
            ? await ForecastInputs.ProvisionalAsync(lake, request.Roles, calendar, clock.GetUtcNow(), stop)
            : await ForecastInputs.SettledAsync(lake, request.Roles, stop);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (inputs.Origin > today)
            throw new LakeException(
                $"The newest session of {request.Roles.Target} in the lake, {inputs.Origin:yyyy-MM-dd}, is after the clock's "
                + $"today, {today:yyyy-MM-dd}. Correct VOLCAST_NOW, or use a data folder of its own for a replay.");
        var kind = request.IsProvisional
            ? ForecastKind.Provisional
            : SessionForecast.KindOf(inputs.Origin, calendar, clock.GetUtcNow());
        var (row, reasons) = SessionForecast.Make(model, inputs, request.Horizon, kind, calendar);
        var implied = inputs.Known.Column("vix")[^1];
        var premium = request.Horizon == VariancePremium.Horizon
            ? PremiumReport.Of(implied, row.Variance, model)
            : await PremiumReport.BesideAsync(registry, lake, request, inputs, implied, stop);
        var (standing, isNew) = await StoreAsync(request.Roles.Target, row, stop);
        return new ForecastReport
        {
            Target = request.Roles.Target,
            Market = lake.Kind,
            Row = row,
            TargetStart = calendar.Next(row.ForecastOrigin),
            Recipe = model.Artifact.Recipe.Name,
            Alias = model.Alias,
            TrainedTo = model.Artifact.Recipe.TrainingTo,
            Reasons = reasons.InVolatility(),
            ImpliedIndex = request.Roles.Implied,
            Implied = implied,
            Realized5 = inputs.Known.Column("vol_5d")[^1],
            Realized20 = inputs.Known.Column("vol_20d")[^1],
            Figures = ForecastFigures.Of(model.Artifact.Distribution, row.Variance, implied, request.Above),
            Premium = premium,
            SessionsBehind = SessionsBehind(inputs.Origin),
            IsNew = isNew,
            Standing = standing.InputDigest == row.InputDigest ? null : standing,
        };
    }

    /// <summary>Makes a stored forecast again, its features computed anew from the bars, and compares every number.</summary>
    /// <exception cref="LakeException">No forecast of that origin is stored, or a bar that it was made from is gone.</exception>
    /// <exception cref="RegistryException">The version that made it is gone or was changed.</exception>
    public async Task<IReadOnlyList<Reproduction>> ReproduceAsync(AssetRoles roles, DateOnly origin, CancellationToken stop)
    {
        var stored = ForecastsTable.FromFrame(
            roles.Target, await lake.ReadAsync(ForecastsTable.Schema, roles.Target, origin, origin, stop));
        var settled = stored.Rows.Where(row => row.ForecastOrigin == origin && row.Kind != ForecastKind.Provisional).ToArray();
        if (settled.Length == 0)
            throw new LakeException(
                $"No forecast of {roles.Target} from {origin:yyyy-MM-dd} is stored"
                + (stored.Rows.Count > 0 ? ", except a provisional one: its bar was replaced when it settled." : "."));
        var inputs = await ForecastInputs.RebuiltAsync(lake, roles, origin, stop);
        var reproductions = new List<Reproduction>();
        foreach (var row in settled)
        {
            var version = await registry.GetVersionAsync(row.Model, int.Parse(row.ModelVersion), stop);
            using var model = await RegisteredForecaster.LoadAsync(registry, version, "", stop);
            var (rebuilt, _) = SessionForecast.Make(model, inputs, row.Horizon, row.Kind, calendar);
            reproductions.Add(new Reproduction(row, rebuilt));
        }
        return reproductions;
    }

    /// <summary>The first write wins: gives the row that stands in the table, and whether it is this one.</summary>
    private async Task<(ForecastRow Standing, bool IsNew)> StoreAsync(Symbol target, ForecastRow row, CancellationToken stop)
    {
        var existing = await lake.SnapshotAsync(ForecastsTable.Schema, target, stop) is null
            ? new ForecastsTable { Symbol = target, Rows = [] }
            : ForecastsTable.FromFrame(target, await lake.ReadAsync(ForecastsTable.Schema, target, cancellationToken: stop));
        var (merged, added) = ForecastsTable.MergeFirstWins(existing, new ForecastsTable { Symbol = target, Rows = [row] });
        if (added > 0)
            await lake.CommitAsync(ForecastsTable.Schema, target, merged.ToFrame(), cancellationToken: stop);
        var standing = merged.Rows.First(known => known.ForecastOrigin == row.ForecastOrigin && known.Horizon == row.Horizon
            && known.Model == row.Model && known.ModelVersion == row.ModelVersion && known.Kind == row.Kind);
        return (standing, added > 0);
    }

    private int SessionsBehind(DateOnly origin)
    {
        var newest = calendar.NewestSettled(clock.GetUtcNow());
        return newest > origin ? calendar.Count(origin.AddDays(1), newest) : 0;
    }
}
