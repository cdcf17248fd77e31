using System.Text.Json;
using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>The range in which the realised variance is expected to lie, annualised variance.</summary>
/// <param name="Lower">The lower bound; NaN where there is no interval.</param>
/// <param name="Upper">The upper bound; NaN where there is no interval.</param>
public readonly record struct VarianceInterval(double Lower, double Upper)
{
    public static VarianceInterval Absent { get; } = new(double.NaN, double.NaN);
}

/// <summary>
/// An interval from the forecaster's own recent errors: the forecast times the exponential of type-7 quantiles of its last
/// log residuals, ln RV − ln F. Residuals are those of true forecasts, made before their outcome, and enter once the outcome
/// is known. Mutable, and for one thread at a time.
/// </summary>
public sealed class LogResidualInterval
{
    public const string FileName = "interval.json";
    private const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly Queue<(DateOnly Origin, double Residual)> window = new();
    private readonly List<double> sorted = [];

    /// <param name="capacity">How many of the newest residuals count; 500 is two years of origins.</param>
    /// <param name="minimum">With fewer there is no interval.</param>
    public LogResidualInterval(int capacity = 500, int minimum = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minimum, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, minimum);
        (Capacity, Minimum) = (capacity, minimum);
    }

    public int Capacity { get; }
    public int Minimum { get; }

    /// <summary>The residuals held.</summary>
    public int Count => window.Count;

    /// <summary>The newest forecast origin whose outcome has entered; null before the first.</summary>
    public DateOnly? NewestOrigin { get; private set; }

    /// <summary>Takes in the outcome of a past forecast, in ascending order of origins.</summary>
    /// <exception cref="ArgumentException">The origin is not newer than the newest, or a variance is not positive.</exception>
    public void Add(DateOnly forecastOrigin, double realizedVariance, double forecastVariance)
    {
        if (!(realizedVariance > 0 && forecastVariance > 0))
            throw new ArgumentException($"The outcome {realizedVariance} of the forecast {forecastVariance} of "
                + $"{forecastOrigin:yyyy-MM-dd} has no log residual.");
        Add(forecastOrigin, Math.Log(realizedVariance) - Math.Log(forecastVariance));
    }

    /// <summary>The central interval that would have held <paramref name="coverage"/> of the recent outcomes; absent below the
    /// minimum.</summary>
    /// <param name="forecastVariance">The forecast, annualised variance.</param>
    /// <param name="coverage">Between 0 and 1, for example .8.</param>
    public VarianceInterval Around(double forecastVariance, double coverage)
    {
        if (Count < Minimum)
            return VarianceInterval.Absent;
        var values = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sorted);
        return new(forecastVariance * Math.Exp(Quantile.OfSorted(values, (1 - coverage) / 2)),
            forecastVariance * Math.Exp(Quantile.OfSorted(values, (1 + coverage) / 2)));
    }

    /// <summary>The state, from which <see cref="Load"/> goes on exactly.</summary>
    public byte[] Save() =>
    [
        .. JsonSerializer.SerializeToUtf8Bytes(new State(CurrentFormat, Capacity, Minimum,
            [.. window.Select(w => w.Origin)], [.. window.Select(w => w.Residual)]), Json),
        (byte)'\n',
    ];

    /// <exception cref="InvalidDataException">The file is damaged or of a newer format; the message says which.</exception>
    public static LogResidualInterval Load(ReadOnlySpan<byte> json)
    {
        try
        {
            var state = JsonSerializer.Deserialize<State>(json, Json);
            if (state is null || state.Format > CurrentFormat || state.Origins.Length != state.LogResiduals.Length)
                throw new InvalidDataException(
                    $"{FileName} is not an interval of format {CurrentFormat}: use a newer Volcast or train again.");
            var interval = new LogResidualInterval(state.Capacity, state.Minimum);
            foreach (var (origin, residual) in state.Origins.Zip(state.LogResiduals))
                interval.Add(origin, residual);
            return interval;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{FileName} is damaged: {error.Message} Restore it, or train again.", error);
        }
    }

    private void Add(DateOnly origin, double residual)
    {
        if (origin <= NewestOrigin)
            throw new ArgumentException(
                $"The outcome of {origin:yyyy-MM-dd} comes after that of {NewestOrigin:yyyy-MM-dd} has entered.");
        if (window.Count == Capacity)
            sorted.RemoveAt(sorted.BinarySearch(window.Dequeue().Residual));
        var place = sorted.BinarySearch(residual);
        sorted.Insert(place < 0 ? ~place : place, residual);
        window.Enqueue((origin, residual));
        NewestOrigin = origin;
    }

    private sealed record State(int Format, int Capacity, int Minimum, DateOnly[] Origins, double[] LogResiduals);
}
