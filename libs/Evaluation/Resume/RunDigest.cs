using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Volcast.Boosting;
using Volcast.Files;
using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation.Resume;

/// <summary>The digests that identify a run and its folds: SHA-256, lower-case hex, over everything that determines their
/// results.</summary>
internal static class RunDigest
{
    /// <summary>The digest over the bits of the data, the settings of the forecasters, the options of the run, the version of the
    /// native library and the build of each assembly that computes. Changed code therefore reads no old fold.</summary>
    /// <param name="data">All data.</param>
    /// <param name="settings">The settings of the forecasters.</param>
    /// <param name="what">The options of the run.</param>
    public static string Of(ForecastingData data, ForecasterSettings settings, string what)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Text(what);
        Text(JsonSerializer.Serialize(settings));
        Text(NativeVersion());
        foreach (var type in new[] { typeof(RunDigest), typeof(IForecaster), typeof(RealizedVariance), typeof(Booster) })
            Text($"{type.Module.ModuleVersionId}");
        Text($"{data.Symbol}, its own index: {data.HasOwnIndex}");
        foreach (var day in data.Sessions)
            hash.AppendData(BitConverter.GetBytes(day.DayNumber));
        Column("log_return", data.LogReturns);
        Column("target_return", data.TargetReturns);
        foreach (var name in data.ColumnNames.Order(StringComparer.Ordinal))
            Column(name, data.Column(name));
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Text(string text) => hash.AppendData(Encoding.UTF8.GetBytes($"{text.Length}:{text}\n"));

        void Column(string name, ReadOnlySpan<double> values)
        {
            Text(name);
            hash.AppendData(MemoryMarshal.AsBytes(values));
        }
    }

    /// <summary>One unit of a run.</summary>
    public static string OfUnit(string run, string unit) =>
        Digest.Of($"{run}\n{unit}");

    private static string NativeVersion()
    {
        try
        {
            return $"{XGBoostLibrary.Version}";
        }
        catch (XGBoostNotFoundException)
        {
            return "without xgboost"; // Models without trees do not need it; the others report that it is missing.
        }
    }
}
