using System.Text.Json;

namespace Volcast.Forecasting.Distribution;

/// <summary>The file of the state, <c>interval.json</c>: numbers survive it exactly.</summary>
public sealed partial class ForecastDistribution
{
    public const string FileName = "interval.json";

    /// <summary>1 held residuals only, for intervals of fixed quantiles.</summary>
    private const int CurrentFormat = 2;

    /// <summary>A crash after a forecast of the smallest variance there is would be some thousand deviations.</summary>
    private const double LargestResidual = 1e6;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The state, from which <see cref="Load"/> goes on exactly.</summary>
    public byte[] Save() =>
    [
        .. JsonSerializer.SerializeToUtf8Bytes(
            new State(CurrentFormat, Horizon, NewestSession, NewestOrigin,
                lower80.Value, upper80.Value, lower95.Value, upper95.Value,
                residuals.ToArray(), oneDay.ToArray(), overHorizon.ToArray(), [.. pending]), Json),
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
                throw new InvalidDataException($"{FileName} is of format {format} and this version reads {CurrentFormat}: "
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
        var loaded = new ForecastDistribution(state.Horizon)
        {
            NewestSession = state.NewestSession,
            NewestOrigin = state.NewestOrigin,
        };
        loaded.lower80 = loaded.lower80 with { Value = Level(state.Lower80, Side80) };
        loaded.upper80 = loaded.upper80 with { Value = Level(state.Upper80, Side80) };
        loaded.lower95 = loaded.lower95 with { Value = Level(state.Lower95, Side95) };
        loaded.upper95 = loaded.upper95 with { Value = Level(state.Upper95, Side95) };
        Fill(loaded.residuals, state.LogResiduals);
        Fill(loaded.oneDay, state.OneDayReturns);
        Fill(loaded.overHorizon, state.HorizonReturns);
        foreach (var forecast in state.Pending)
        {
            if (!(forecast is { Variance: > 0 and < double.PositiveInfinity, Bounds: null or { Length: 4 } }
                && forecast.LogReturns.Length < state.Horizon && forecast.Origin <= state.NewestSession))
                throw new ArgumentException($"The forecast of {forecast?.Origin:yyyy-MM-dd} that waits is none.");
            loaded.pending.Enqueue(forecast);
        }
        return loaded;

        static double Level(double value, double promised) => value >= promised / 10 && value <= 4 * promised
            ? value
            : throw new ArgumentException($"A level of {value} lies outside a tenth to four times {promised}.");

        static void Fill(SortedWindow window, double[] values)
        {
            if (values.Length > Capacity)
                throw new ArgumentException($"{values.Length} values are more than {Capacity}.");
            foreach (var value in values)
                window.Add(Math.Abs(value) <= LargestResidual
                    ? value
                    : throw new ArgumentException($"{value} is no log residual and no standardised return."));
        }
    }

    /// <param name="Format">Of the file.</param>
    /// <param name="Horizon">Sessions ahead.</param>
    /// <param name="NewestSession">Observed last.</param>
    /// <param name="NewestOrigin">The newest whose outcome has entered.</param>
    /// <param name="Lower80">Adaptive level of the tail; likewise the next three.</param>
    /// <param name="Upper80">Of the 80 % interval's upper side.</param>
    /// <param name="Lower95">Of the 95 % interval's lower side.</param>
    /// <param name="Upper95">Of its upper side.</param>
    /// <param name="LogResiduals">The oldest first; likewise the others.</param>
    /// <param name="OneDayReturns">Standardised.</param>
    /// <param name="HorizonReturns">Standardised.</param>
    /// <param name="Pending">Forecasts whose outcome has not ended.</param>
    private sealed record State(
        int Format, int Horizon, DateOnly? NewestSession, DateOnly? NewestOrigin,
        double Lower80, double Upper80, double Lower95, double Upper95,
        double[] LogResiduals, double[] OneDayReturns, double[] HorizonReturns, PendingForecast[] Pending);
}
