using System.Text.Json;
using System.Text.Json.Serialization;

namespace Volcast.Forecasting.Distribution;

/// <summary>The file of the state, <c>interval.json</c>; it stores numbers without loss.</summary>
public sealed partial class ForecastDistribution
{
    public const string FileName = "interval.json";

    /// <summary>Format 1 held residuals only, for intervals of fixed quantiles.</summary>
    private const int CurrentFormat = 2;

    /// <summary>Limit of a standardised return: a crash after a forecast of the smallest variance is some thousand standard
    /// deviations.</summary>
    private const double LargestResidual = 1e6;

    /// <summary>The stored names. Files without a method are of filtered historical simulation, as all were before there was a
    /// choice; so that these files keep their bytes, its name is not written.</summary>
    private const string MixtureName = "normal-variance-mixture";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Saves the state; <see cref="Load"/> continues from it exactly.</summary>
    public byte[] Save() =>
    [
        .. JsonSerializer.SerializeToUtf8Bytes(
            new State(CurrentFormat, Horizon, NewestSession, NewestOrigin,
                lower80.Value, upper80.Value, lower95.Value, upper95.Value,
                residuals.ToArray(), oneDay.ToArray(), overHorizon.ToArray(), [.. pending],
                Method == TailMethod.NormalVarianceMixture ? MixtureName : null), Json),
        (byte)'\n',
    ];

    /// <exception cref="InvalidDataException">The file is damaged or of another format; the message says which.</exception>
    public static ForecastDistribution Load(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            var format = document.RootElement.GetProperty("format").GetInt32();
            if (format != CurrentFormat)
                throw new InvalidDataException($"{FileName} has format {format}, but this version reads {CurrentFormat}: "
                    + (format < CurrentFormat ? "train again: `volcast train` makes a new version."
                        : "use a newer Volcast or train again."));
            return From(document.Deserialize<State>(Json)!);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{FileName} is damaged: {error.Message} Restore it, or train again.", error);
        }
    }

    private static ForecastDistribution From(State state)
    {
        var loaded = new ForecastDistribution(state.Horizon, MethodOf(state.TailMethod))
        {
            NewestSession = state.NewestSession,
            NewestOrigin = state.NewestOrigin,
        };
        loaded.lower80 = loaded.lower80 with { Value = Level(state.Lower80, Side80) };
        loaded.upper80 = loaded.upper80 with { Value = Level(state.Upper80, Side80) };
        loaded.lower95 = loaded.lower95 with { Value = Level(state.Lower95, Side95) };
        loaded.upper95 = loaded.upper95 with { Value = Level(state.Upper95, Side95) };
        Fill(loaded.residuals, state.LogResiduals);
        if (loaded.newest != loaded.residuals)
            Fill(loaded.newest, state.LogResiduals.AsSpan(Math.Max(0, state.LogResiduals.Length - Capacity)));
        Fill(loaded.oneDay, state.OneDayReturns);
        Fill(loaded.overHorizon, state.HorizonReturns);
        foreach (var forecast in state.Pending)
        {
            if (!(forecast is { Variance: > 0 and < double.PositiveInfinity, Bounds: null or { Length: 4 } }
                && forecast.LogReturns.Length < state.Horizon && forecast.Origin <= state.NewestSession))
                throw new ArgumentException($"The pending forecast of {forecast?.Origin:yyyy-MM-dd} is invalid.");
            loaded.pending.Enqueue(forecast);
        }
        return loaded;

        static TailMethod MethodOf(string? name) => name switch
        {
            null => TailMethod.FilteredHistoricalSimulation,
            MixtureName => TailMethod.NormalVarianceMixture,
            _ => throw new ArgumentException($"The tail method '{name}' is unknown to this version of Volcast."),
        };

        static double Level(double value, double nominal) => value >= nominal / 10 && value <= 4 * nominal
            ? value
            : throw new ArgumentException($"A level of {value} is outside a tenth to four times {nominal}.");

        static void Fill(SortedWindow window, ReadOnlySpan<double> values)
        {
            if (values.Length > window.Capacity)
                throw new ArgumentException($"{values.Length} values are more than the limit of {window.Capacity}.");
            foreach (var value in values)
                window.Add(Math.Abs(value) <= LargestResidual
                    ? value
                    : throw new ArgumentException($"{value} is neither a log residual nor a standardised return."));
        }
    }

    /// <param name="Format">The file's format.</param>
    /// <param name="Horizon">Sessions ahead.</param>
    /// <param name="NewestSession">The newest observed session.</param>
    /// <param name="NewestOrigin">The newest origin whose error is known.</param>
    /// <param name="Lower80">Adaptive level of the 80 % interval's lower side.</param>
    /// <param name="Upper80">Adaptive level of the 80 % interval's upper side.</param>
    /// <param name="Lower95">Adaptive level of the 95 % interval's lower side.</param>
    /// <param name="Upper95">Adaptive level of the 95 % interval's upper side.</param>
    /// <param name="LogResiduals">Log residuals, the oldest first.</param>
    /// <param name="OneDayReturns">Standardised returns of one session, the oldest first.</param>
    /// <param name="HorizonReturns">Standardised returns over the horizon, the oldest first.</param>
    /// <param name="Pending">Forecasts whose outcome is not known yet.</param>
    /// <param name="TailMethod">The name of the method; absent for filtered historical simulation.</param>
    private sealed record State(
        int Format, int Horizon, DateOnly? NewestSession, DateOnly? NewestOrigin,
        double Lower80, double Upper80, double Lower95, double Upper95,
        double[] LogResiduals, double[] OneDayReturns, double[] HorizonReturns, PendingForecast[] Pending,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TailMethod = null);
}
