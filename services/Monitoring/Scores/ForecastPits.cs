using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Registry;

namespace Volcast.Services.Monitoring.Scores;

/// <summary>The probability integral transform (Dawid 1984) of stored forecasts. A row holds some quantiles of its distribution
/// only, so the distribution is made again: that of a registered version follows the bars up to the origin, and that of a
/// baseline is fitted there again.</summary>
internal sealed class ForecastPits(DataLake lake, IModelRegistry registry, AssetRoles roles)
{
    /// <param name="scored">Forecasts with their outcomes, in any order.</param>
    /// <param name="stop">Stops between models.</param>
    /// <returns>For each of them in the same order the value, 0 to 1, or the reason why it cannot be known. NaN if the
    /// distribution has too few past errors for an interval.</returns>
    public async Task<IReadOnlyList<(double Value, string? Reason)>> OfAsync(
        IReadOnlyList<ScoredForecast> scored, CancellationToken stop)
    {
        var values = new (double, string?)[scored.Count];
        Array.Fill(values, (double.NaN, null));
        // Without an interval in the row, the distribution had too few errors.
        var wanted = Enumerable.Range(0, scored.Count).Where(i => double.IsFinite(scored[i].Forecast.Upper80)).ToArray();
        if (wanted.Length == 0)
            return values;
        var inputs = await ForecastInputs.SettledAsync(lake, roles, stop);
        foreach (var model in wanted.GroupBy(i => ModelOf(scored[i].Forecast)))
        {
            int[] ascending = [.. model.OrderBy(i => scored[i].Forecast.ForecastOrigin)];
            var (name, horizon, number, index) = model.Key;
            if (number is { } version)
                await OfVersionAsync(name, version, ascending);
            else
                OfBaseline(name, horizon, inputs.For(index).Known, ascending);
        }
        return values;

        async Task OfVersionAsync(string name, int number, int[] ascending)
        {
            if (await registry.FindVersionAsync(name, number, stop) is not { } version)
            {
                foreach (var i in ascending)
                    values[i] = (double.NaN, $"version {number} of {name} has been deleted.");
                return;
            }
            var loaded = await RegisteredForecaster.TryLoadAsync(registry, version, lake.Kind, stop);
            using var model = loaded.Value;
            var known = (model is null ? inputs : inputs.For(model.Artifact.Spec)).Known;
            foreach (var i in ascending)
            {
                stop.ThrowIfCancellationRequested();
                values[i] = model is null
                    ? (double.NaN, loaded.Reason)
                    : RowOf(known, scored[i].Forecast.ForecastOrigin) is not { } row
                        ? (double.NaN, NoBar(scored[i].Forecast))
                        : Pit(scored[i], model.Artifact, known.KnownAt(row));
            }
        }

        void OfBaseline(string name, int horizon, ForecastingData known, int[] ascending)
        {
            var byRow = ascending.ToLookup(i => RowOf(known, scored[i].Forecast.ForecastOrigin));
            foreach (var i in byRow[null])
                values[i] = (double.NaN, NoBar(scored[i].Forecast));
            foreach (var (origin, model) in Baselines.At(
                name, known, horizon, byRow.Select(group => group.Key).OfType<int>(), stop))
            {
                using var artifact = model.Value?.Artifact;
                foreach (var i in byRow[origin])
                    values[i] = artifact is null
                        ? (double.NaN, model.Reason)
                        : Pit(scored[i], artifact, known.KnownAt(origin));
            }
        }
    }

    private static (double Value, string? Reason) Pit(ScoredForecast one, ForecasterArtifact artifact, ForecastingData known)
    {
        var row = one.Forecast;
        if (artifact.Distribution is not { } distribution)
            return (double.NaN, $"{row.Model} {row.ModelVersion} has no distribution.");
        if (distribution.NewestSession is { } newest && newest > row.ForecastOrigin)
            return (double.NaN, $"{row.Model} {row.ModelVersion} has learnt from sessions up to {newest:yyyy-MM-dd}.");
        distribution.Follow(known, artifact.Forecaster);
        var pit = ScoreRows.Pit(one, distribution);
        return double.IsNaN(pit)
            ? (double.NaN, $"the distribution of {row.Model} {row.ModelVersion} has too few past errors on the present bars.")
            : (pit, null);
    }

    private static string NoBar(ForecastRow row) => $"the lake has no bar on the origin {row.ForecastOrigin:yyyy-MM-dd}.";

    /// <summary>A registered version, which records its index, or a baseline, which has no version in the registry and is fitted
    /// with the index of the forecast.</summary>
    private static (string Name, int Horizon, int? Version, string? Index) ModelOf(ForecastRow row) =>
        row.Kind == ForecastKind.Baseline
            ? (row.Model, row.Horizon, null, row.ImpliedIndex)
            : (row.Model, row.Horizon, ForecastDocuments.VersionOf(row), null);

    private static int? RowOf(ForecastingData known, DateOnly origin) =>
        known.FirstRowFrom(origin) is var row && row < known.Rows && known.Sessions[row] == origin ? row : null;
}
