using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>The forecasts of one symbol, in the order of their key.</summary>
public sealed record ForecastsTable
{
    private static readonly RowColumns<ForecastRow> RowColumns = new RowColumns<ForecastRow>()
        .Integer(Integer("horizon", "Length of the forecast period").In("sessions").AtLeast(1),
            row => row.Horizon, (row, value) => row with { Horizon = (int)value })
        .Date(Date("forecast_origin", "The session after whose settlement the forecast is made"),
            row => row.ForecastOrigin, (row, value) => row with { ForecastOrigin = value })
        .Text(Text("model", "Registered name of the model; of a baseline `har` or `vix-calibrated`"),
            row => row.Model, (row, value) => row with { Model = value })
        .Text(Text("model_version", "The model's version in the registry; of a baseline its last training session, yyyy-MM-dd"),
            row => row.ModelVersion, (row, value) => row with { ModelVersion = value })
        .Name(Text("kind", "`live` and `shadow` were made before the first session of the target opened, `backfill` later; "
                + "`provisional` is made from a bar that had not settled and is never scored; `baseline` comes from a reference "
                + "model that is fitted anew for each origin, and counts in no score of the registered model"),
            row => row.Kind, (row, value) => row with { Kind = value })
        .Date(Date("target_end", "The last session of the forecast period"),
            row => row.TargetEnd, (row, value) => row with { TargetEnd = value })
        .Instant(Instant("as_of", "Settlement of the origin").In("UTC"),
            row => row.AsOf, (row, value) => row with { AsOf = value })
        .Number(Variance("variance", "Forecast of the realised variance from the session after the origin to the target end")
                .Above(0),
            row => row.Variance, (row, value) => row with { Variance = value })
        .Computed(Number("volatility", "√variance").In("annualised, decimal").Above(0), row => row.Volatility)
        .Number(Variance("lower80", "Lower end of the 80 % interval").AtLeast(0).Nullable(),
            row => row.Lower80, (row, value) => row with { Lower80 = value })
        .Number(Variance("upper80", "Upper end of the 80 % interval").Above(0).Nullable(),
            row => row.Upper80, (row, value) => row with { Upper80 = value })
        .Number(Variance("lower95", "Lower end of the 95 % interval").AtLeast(0).Nullable(),
            row => row.Lower95, (row, value) => row with { Lower95 = value })
        .Number(Variance("upper95", "Upper end of the 95 % interval").Above(0).Nullable(),
            row => row.Upper95, (row, value) => row with { Upper95 = value })
        .Number(Number("implied", "Close of the target's implied-volatility index at the origin").In("points").Above(0)
                .Nullable().Since(2),
            row => row.Implied, (row, value) => row with { Implied = value })
        .Number(Probability("chance_above_implied", "Probability that the realised volatility exceeds the implied volatility"),
            row => row.ProbabilityAboveImplied, (row, value) => row with { ProbabilityAboveImplied = value })
        .Number(Probability("chance_above_20", "Probability that the realised volatility exceeds 20 %"),
            row => row.ProbabilityAbove20, (row, value) => row with { ProbabilityAbove20 = value })
        .Number(Loss("var95_1d", "Value at risk of the next session at 95 %"),
            row => row.OneDay95.ValueAtRisk,
            (row, value) => row with { OneDay95 = row.OneDay95 with { ValueAtRisk = value } })
        .Number(Loss("var99_1d", "Value at risk of the next session at 99 %"),
            row => row.OneDay99.ValueAtRisk,
            (row, value) => row with { OneDay99 = row.OneDay99 with { ValueAtRisk = value } })
        .Number(Loss("es95_1d", "Expected shortfall of the next session at 95 %"),
            row => row.OneDay95.ExpectedShortfall,
            (row, value) => row with { OneDay95 = row.OneDay95 with { ExpectedShortfall = value } })
        .Number(Loss("es99_1d", "Expected shortfall of the next session at 99 %"),
            row => row.OneDay99.ExpectedShortfall,
            (row, value) => row with { OneDay99 = row.OneDay99 with { ExpectedShortfall = value } })
        .Number(Loss("var95", "Value at risk of the horizon's sessions together at 95 %"),
            row => row.Horizon95.ValueAtRisk,
            (row, value) => row with { Horizon95 = row.Horizon95 with { ValueAtRisk = value } })
        .Number(Loss("var99", "Value at risk of the horizon's sessions together at 99 %"),
            row => row.Horizon99.ValueAtRisk,
            (row, value) => row with { Horizon99 = row.Horizon99 with { ValueAtRisk = value } })
        .Number(Loss("es95", "Expected shortfall of the horizon's sessions together at 95 %"),
            row => row.Horizon95.ExpectedShortfall,
            (row, value) => row with { Horizon95 = row.Horizon95 with { ExpectedShortfall = value } })
        .Number(Loss("es99", "Expected shortfall of the horizon's sessions together at 99 %"),
            row => row.Horizon99.ExpectedShortfall,
            (row, value) => row with { Horizon99 = row.Horizon99 with { ExpectedShortfall = value } })
        .Number(Loss("var975_1d", "Value at risk of the next session at 97.5 %", 3),
            row => row.OneDay975.ValueAtRisk,
            (row, value) => row with { OneDay975 = row.OneDay975 with { ValueAtRisk = value } })
        .Number(Loss("es975_1d", "Expected shortfall of the next session at 97.5 %", 3),
            row => row.OneDay975.ExpectedShortfall,
            (row, value) => row with { OneDay975 = row.OneDay975 with { ExpectedShortfall = value } })
        .Number(Loss("var975", "Value at risk of the horizon's sessions together at 97.5 %", 3),
            row => row.Horizon975.ValueAtRisk,
            (row, value) => row with { Horizon975 = row.Horizon975 with { ValueAtRisk = value } })
        .Number(Loss("es975", "Expected shortfall of the horizon's sessions together at 97.5 %", 3),
            row => row.Horizon975.ExpectedShortfall,
            (row, value) => row with { Horizon975 = row.Horizon975 with { ExpectedShortfall = value } })
        .Number(Windows("windows_1d", "Number of past returns behind the tail risks of the next session"),
            row => row.OneDayWindows, (row, value) => row with { OneDayWindows = value })
        .Number(Windows("windows", "Number of past windows of the horizon behind its tail risks, counted without overlap"),
            row => row.HorizonWindows, (row, value) => row with { HorizonWindows = value })
        .Text(Text("contributions", "A JSON array of objects with feature, value and amount, in the model's order"),
            row => row.Contributions, (row, value) => row with { Contributions = value })
        .Number(Number("base", "Output for the average training row; base plus all amounts is the model's output")
                .In("the contribution scale"),
            row => row.Base, (row, value) => row with { Base = value })
        .Text(Text("contribution_scale", "The unit of amounts and base").OneOf("log_variance", "variance", "volatility"),
            row => row.ContributionScale, (row, value) => row with { ContributionScale = value })
        .Text(Text("input_digest", "Digest of the features that the forecast was computed from"),
            row => row.InputDigest, (row, value) => row with { InputDigest = value })
        .OptionalText(OneSession("one_session_model", "Registered name of the one-session model that gives the tail risk of the "
                + "next session; missing where the row's own model gives it"),
            row => row.OneSessionModel, (row, value) => row with { OneSessionModel = value })
        .OptionalText(OneSession("one_session_model_version", "The version of `one_session_model`"),
            row => row.OneSessionModelVersion, (row, value) => row with { OneSessionModelVersion = value })
        .OptionalText(OneSession("one_session_input_digest", "Digest of everything that `one_session_model` computed the tail "
                + "risk from"),
            row => row.OneSessionInputDigest, (row, value) => row with { OneSessionInputDigest = value })
        .OptionalText(Text("implied_index", "The index of `implied`, such as ^VIX; missing in earlier rows").Nullable().Since(5),
            row => row.ImpliedIndex, (row, value) => row with { ImpliedIndex = value });

    private static readonly TableColumns<ForecastsTable> Columns = new TableColumns<ForecastsTable>()
        .Constant(Text("symbol", "The target's ticker"), table => table.Symbol.Value, table => table.Rows.Count)
        .Rows(table => table.Rows, (table, rows) => table with { Rows = rows }, RowColumns);

    /// <summary>The table <c>forecasts</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("forecasts", 5,
            "Every published forecast, with its interval and its contributions. A stored forecast is never replaced by a "
            + "later one.")
        .ProducedBy("forecast")
        .WhenItIsLost("Restore it from a backup: a published forecast cannot be made again as live. Without a backup, move the "
            + "symbol's files out of the lake, keep them, and run `volcast forecast`, which starts a new record.")
        .Irreplaceable()
        .PartitionedBy("year", "symbol").ByYearOf("forecast_origin")
        .Holding(Columns.Schemas)
        .Key("symbol", "horizon", "forecast_origin", "model", "model_version", "kind")
        .Ascending("forecast_origin", "horizon", "model", "model_version", "kind")
        .EachRow("target_after_origin", Severity.Error, "target_end > forecast_origin",
            ["forecast_origin", "target_end"], frame =>
            {
                var (origin, end) = (frame.Dates("forecast_origin"), frame.Dates("target_end"));
                return row => end[row] > origin[row];
            })
        .EachRow("interval_in_order", Severity.Error, "lower80 ≤ upper80 and lower95 ≤ upper95, where they exist",
            ["lower80", "upper80", "lower95", "upper95"], frame =>
            {
                var (lower80, upper80) = (frame.Numbers("lower80"), frame.Numbers("upper80"));
                var (lower95, upper95) = (frame.Numbers("lower95"), frame.Numbers("upper95"));
                return row => !(lower80[row] > upper80[row]) && !(lower95[row] > upper95[row]);
            })
        .EachRow("one_session_complete", Severity.Error,
            "one_session_model, one_session_model_version and one_session_input_digest are all given or all missing",
            ["one_session_model", "one_session_model_version", "one_session_input_digest"], frame =>
            {
                var (model, version) = (frame.Texts("one_session_model"), frame.Texts("one_session_model_version"));
                var digest = frame.Texts("one_session_input_digest");
                return row => model[row] is null == version[row] is null && model[row] is null == digest[row] is null;
            })
        .Strict();

    public required Symbol Symbol { get; init; }
    public required IReadOnlyList<ForecastRow> Rows { get; init; }

    /// <summary>The stored forecasts of a target with an origin from <paramref name="from"/> to <paramref name="to"/>, both
    /// included; no rows before the first forecast.</summary>
    public static async Task<IReadOnlyList<ForecastRow>> ReadAsync(
        DataLake lake, Symbol target, DateOnly? from = null, DateOnly? to = null, CancellationToken cancellationToken = default) =>
        FromFrame(target, await lake.ReadOrEmptyAsync(Schema, target, from, to, cancellationToken)).Rows;

    /// <summary>Adds rows to a table. A stored row is never changed.</summary>
    /// <param name="existing">The stored rows; none before the first forecast.</param>
    /// <param name="added">New rows, in any order. Of rows with equal keys the first one counts.</param>
    /// <returns>All rows in the order of their key, and how many of the added rows were new.</returns>
    /// <exception cref="ArgumentException">The tables have different symbols.</exception>
    public static (ForecastsTable Table, int New) MergeFirstWins(ForecastsTable existing, ForecastsTable added)
    {
        if (existing.Symbol != added.Symbol)
            throw new ArgumentException(
                $"Forecasts of {added.Symbol} cannot be added to those of {existing.Symbol}.", nameof(added));
        var merged = existing.Rows.Concat(added.Rows).DistinctBy(Key).OrderBy(Key, KeyComparer).ToArray();
        return (existing with { Rows = merged }, merged.Length - existing.Rows.Count);
    }

    /// <summary>Whether two rows are the same forecast: of them only the first is stored.</summary>
    public static bool HasSameKey(ForecastRow one, ForecastRow other) => Key(one) == Key(other);

    public ColumnFrame ToFrame() => Columns.ToFrame(this);

    /// <param name="symbol">The only one in the frame.</param>
    /// <param name="frame">Satisfies <see cref="Schema"/>.</param>
    public static ForecastsTable FromFrame(Symbol symbol, ColumnFrame frame) =>
        Columns.FromFrame(frame) with { Symbol = symbol };

    private static ColumnSchema Variance(string name, string description) =>
        Number(name, description).In("annualised variance");

    private static ColumnSchema Probability(string name, string description) =>
        Number(name, description).Between(0, 1).Nullable().Since(2);

    private static ColumnSchema Windows(string name, string description) =>
        Number(name, description).AtLeast(0).Nullable().Since(3);

    private static ColumnSchema Loss(string name, string description, int version = 2) =>
        Number(name, description).In("log loss, decimal").Nullable().Since(version);

    private static ColumnSchema OneSession(string name, string description) =>
        Text(name, description).Nullable().Since(3);

    private static Comparer<(DateOnly, int, string, string, string)> KeyComparer { get; } =
        Comparer<(DateOnly Origin, int Horizon, string Model, string Version, string Kind)>.Create((a, b) =>
            a.Origin != b.Origin ? a.Origin.CompareTo(b.Origin)
            : a.Horizon != b.Horizon ? a.Horizon.CompareTo(b.Horizon)
            : string.CompareOrdinal(a.Model, b.Model) is not 0 and var model ? model
            : string.CompareOrdinal(a.Version, b.Version) is not 0 and var version ? version
            : string.CompareOrdinal(a.Kind, b.Kind));

    private static (DateOnly, int, string, string, string) Key(ForecastRow row) =>
        (row.ForecastOrigin, row.Horizon, row.Model, row.ModelVersion, StoredName.Of(row.Kind));
}
