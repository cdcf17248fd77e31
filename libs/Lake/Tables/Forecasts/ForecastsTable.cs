using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>The forecasts of one symbol, in the order of their key.</summary>
public sealed record ForecastsTable
{
    private static readonly string[] KeyOrder = ["forecast_origin", "horizon", "model", "model_version", "kind"];

    /// <summary>The table <c>forecasts</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("forecasts", 2,
            "Every forecast that was published, with its interval and its reasons. The first write wins: a forecast "
            + "once stored is never replaced by one made with hindsight.")
        .ProducedBy("forecast")
        .WhenItIsLost("Restore it from a backup: what was published cannot be made again as live. Without one, delete the folder "
            + "forecasts and run `volcast forecast`, which begins anew.")
        .PartitionedBy("year", "symbol").ByYearOf("forecast_origin")
        .Holding(
            Text("symbol", "The target's ticker"),
            Integer("horizon", "How far ahead").In("sessions").AtLeast(1),
            Date("forecast_origin", "The session at whose settlement the forecast is made"),
            Text("model", "Registered name of the model"),
            Text("model_version", "Its version in the registry"),
            Text("kind", "`provisional` is made from a bar that had not settled and is never scored")
                .OneOf([.. Enum.GetValues<ForecastKind>().Select(Name)]),
            Date("target_end", "The last session that is forecast"),
            Instant("as_of", "Settlement of the origin").In("UTC"),
            Number("variance", "Forecast of the realised variance from the session after the origin to the target end")
                .In("annualised variance").Above(0),
            Number("volatility", "√variance").In("annualised, decimal").Above(0),
            Number("lower80", "Lower end of the 80 % interval").In("annualised variance").AtLeast(0).Nullable(),
            Number("upper80", "Upper end of the 80 % interval").In("annualised variance").Above(0).Nullable(),
            Number("lower95", "Lower end of the 95 % interval").In("annualised variance").AtLeast(0).Nullable(),
            Number("upper95", "Upper end of the 95 % interval").In("annualised variance").Above(0).Nullable(),
            Number("implied", "Close of the target's implied-volatility index at the origin").In("points").Above(0)
                .Nullable().Since(2),
            Number("chance_above_implied", "Chance that the realised volatility goes beyond the implied").Between(0, 1)
                .Nullable().Since(2),
            Number("chance_above_20", "Chance that it goes beyond 20 %").Between(0, 1).Nullable().Since(2),
            TailRisk("var95_1d", "Value-at-risk of the next session at 95 %"),
            TailRisk("var99_1d", "The same at 99 %"),
            TailRisk("es95_1d", "Expected shortfall of the next session at 95 %"),
            TailRisk("es99_1d", "The same at 99 %"),
            TailRisk("var95", "Value-at-risk of the whole horizon at 95 %"),
            TailRisk("var99", "The same at 99 %"),
            TailRisk("es95", "Expected shortfall of the whole horizon at 95 %"),
            TailRisk("es99", "The same at 99 %"),
            Text("contributions", "A JSON array of objects with feature, value and amount, in the model's order"),
            Number("base", "Output for the average training row; with the amounts it adds up to the model's output")
                .In("the contribution scale"),
            Text("contribution_scale", "What amounts and base are measured in").OneOf("log_variance", "variance", "volatility"),
            Text("input_digest", "Digest of the features that the forecast was made from"))
        .Key("symbol", "horizon", "forecast_origin", "model", "model_version", "kind")
        .Ascending(KeyOrder)
        .EachRow("target_after_origin", Severity.Error, "target_end > forecast_origin",
            ["forecast_origin", "target_end"], frame =>
            {
                var (origin, end) = (frame.Dates("forecast_origin"), frame.Dates("target_end"));
                return row => end[row] > origin[row];
            })
        .EachRow("interval_in_order", Severity.Error, "lower80 ≤ upper80 and lower95 ≤ upper95, where present",
            ["lower80", "upper80", "lower95", "upper95"], frame =>
            {
                var (lower80, upper80) = (frame.Numbers("lower80"), frame.Numbers("upper80"));
                var (lower95, upper95) = (frame.Numbers("lower95"), frame.Numbers("upper95"));
                return row => !(lower80[row] > upper80[row]) && !(lower95[row] > upper95[row]);
            })
        .Strict();

    public required Symbol Symbol { get; init; }
    public required IReadOnlyList<ForecastRow> Rows { get; init; }

    /// <summary>Adds rows to a table. The first write wins: a row whose key is already there is left as it is.</summary>
    /// <param name="existing">What is stored; empty where there is nothing yet.</param>
    /// <param name="added">New rows, in any order; of equal keys the first stands.</param>
    /// <returns>All rows in the order of their key, and how many of the added were new.</returns>
    /// <exception cref="ArgumentException">The tables are of two symbols.</exception>
    public static (ForecastsTable Table, int New) MergeFirstWins(ForecastsTable existing, ForecastsTable added)
    {
        if (existing.Symbol != added.Symbol)
            throw new ArgumentException(
                $"Forecasts of {added.Symbol} cannot be added to those of {existing.Symbol}.", nameof(added));
        var merged = existing.Rows.Concat(added.Rows).DistinctBy(Key).OrderBy(Key, KeyComparer).ToArray();
        return (existing with { Rows = merged }, merged.Length - existing.Rows.Count);
    }

    public ColumnFrame ToFrame() => new(
        Column.Text("symbol", Symbol.Value, Rows.Count),
        Column.Integer("horizon", Each(r => (long)r.Horizon)),
        Column.Date("forecast_origin", Each(r => r.ForecastOrigin)),
        Column.Text("model", Each<string?>(r => r.Model)),
        Column.Text("model_version", Each<string?>(r => r.ModelVersion)),
        Column.Text("kind", Each<string?>(r => Name(r.Kind))),
        Column.Date("target_end", Each(r => r.TargetEnd)),
        Column.Instant("as_of", Each(r => r.AsOf)),
        Column.Number("variance", Each(r => r.Variance)),
        Column.Number("volatility", Each(r => r.Volatility)),
        Column.Number("lower80", Each(r => r.Lower80)),
        Column.Number("upper80", Each(r => r.Upper80)),
        Column.Number("lower95", Each(r => r.Lower95)),
        Column.Number("upper95", Each(r => r.Upper95)),
        Column.Number("implied", Each(r => r.Implied)),
        Column.Number("chance_above_implied", Each(r => r.ChanceAboveImplied)),
        Column.Number("chance_above_20", Each(r => r.ChanceAbove20)),
        Column.Number("var95_1d", Each(r => r.OneDay95.ValueAtRisk)),
        Column.Number("var99_1d", Each(r => r.OneDay99.ValueAtRisk)),
        Column.Number("es95_1d", Each(r => r.OneDay95.ExpectedShortfall)),
        Column.Number("es99_1d", Each(r => r.OneDay99.ExpectedShortfall)),
        Column.Number("var95", Each(r => r.Horizon95.ValueAtRisk)),
        Column.Number("var99", Each(r => r.Horizon99.ValueAtRisk)),
        Column.Number("es95", Each(r => r.Horizon95.ExpectedShortfall)),
        Column.Number("es99", Each(r => r.Horizon99.ExpectedShortfall)),
        Column.Text("contributions", Each<string?>(r => r.Contributions)),
        Column.Number("base", Each(r => r.Base)),
        Column.Text("contribution_scale", Each<string?>(r => r.ContributionScale)),
        Column.Text("input_digest", Each<string?>(r => r.InputDigest)));

    /// <param name="symbol">The only one in the frame.</param>
    /// <param name="frame">Satisfies <see cref="Schema"/>.</param>
    public static ForecastsTable FromFrame(Symbol symbol, ColumnFrame frame) => new()
    {
        Symbol = symbol,
        Rows = [.. Enumerable.Range(0, frame.Rows).Select(row => new ForecastRow
        {
            Horizon = (int)frame.Integers("horizon")[row],
            ForecastOrigin = frame.Dates("forecast_origin")[row],
            Model = frame.Texts("model")[row]!,
            ModelVersion = frame.Texts("model_version")[row]!,
            Kind = Enum.Parse<ForecastKind>(frame.Texts("kind")[row]!, ignoreCase: true),
            TargetEnd = frame.Dates("target_end")[row],
            AsOf = frame.Instants("as_of")[row],
            Variance = frame.Numbers("variance")[row],
            Lower80 = frame.Numbers("lower80")[row],
            Upper80 = frame.Numbers("upper80")[row],
            Lower95 = frame.Numbers("lower95")[row],
            Upper95 = frame.Numbers("upper95")[row],
            Implied = frame.Numbers("implied")[row],
            ChanceAboveImplied = frame.Numbers("chance_above_implied")[row],
            ChanceAbove20 = frame.Numbers("chance_above_20")[row],
            OneDay95 = new(frame.Numbers("var95_1d")[row], frame.Numbers("es95_1d")[row]),
            OneDay99 = new(frame.Numbers("var99_1d")[row], frame.Numbers("es99_1d")[row]),
            Horizon95 = new(frame.Numbers("var95")[row], frame.Numbers("es95")[row]),
            Horizon99 = new(frame.Numbers("var99")[row], frame.Numbers("es99")[row]),
            Contributions = frame.Texts("contributions")[row]!,
            Base = frame.Numbers("base")[row],
            ContributionScale = frame.Texts("contribution_scale")[row]!,
            InputDigest = frame.Texts("input_digest")[row]!,
        })],
    };

    private static ColumnSchema TailRisk(string name, string description) =>
        Number(name, description).In("log loss, decimal").Nullable().Since(2);

    private static Comparer<(DateOnly, int, string, string, string)> KeyComparer { get; } =
        Comparer<(DateOnly Origin, int Horizon, string Model, string Version, string Kind)>.Create((a, b) =>
            a.Origin != b.Origin ? a.Origin.CompareTo(b.Origin)
            : a.Horizon != b.Horizon ? a.Horizon.CompareTo(b.Horizon)
            : string.CompareOrdinal(a.Model, b.Model) is not 0 and var model ? model
            : string.CompareOrdinal(a.Version, b.Version) is not 0 and var version ? version
            : string.CompareOrdinal(a.Kind, b.Kind));

    private static (DateOnly, int, string, string, string) Key(ForecastRow row) =>
        (row.ForecastOrigin, row.Horizon, row.Model, row.ModelVersion, Name(row.Kind));

    private static string Name(ForecastKind kind) => kind.ToString().ToLowerInvariant();

    private T[] Each<T>(Func<ForecastRow, T> of) => [.. Rows.Select(of)];
}
