using System.Globalization;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Bench.Models;

/// <summary>The input of both programs, a csv: session, log_return, target_return, then the features of both tables. The field of
/// a missing value is empty, and numbers are exact.</summary>
internal static class ColumnsFile
{
    /// <summary>Writes the columns of the market's lake up to <see cref="BenchMarket.To"/>.</summary>
    public static async Task WriteAsync(string path, BenchMarket market)
    {
        await using var lake = await DataLake.OpenLocalAsync(Path.Combine(market.Folder, "lake"));
        var snapshot = await FeatureSnapshot.ReadAsync(lake, Symbol.Parse(BenchMarket.Target));
        var bars = snapshot.Bars;
        var columns = snapshot.Columns;
        await using var file = new StreamWriter(path) { NewLine = "\n" };
        file.WriteLine($"session,log_return,target_return,{string.Join(',', columns.Keys)}");
        for (var row = 0; row < bars.Count && bars.Session[row] <= BenchMarket.To; row++)
        {
            file.Write(bars.Session[row].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Field(bars.LogReturn[row]);
            Field(bars.SessionsSpanned[row] == 1 ? bars.LogReturn[row] : double.NaN);
            foreach (var column in columns.Values)
                Field(column[row]);
            file.WriteLine();
        }

        void Field(double value) =>
            file.Write(double.IsNaN(value) ? "," : string.Create(CultureInfo.InvariantCulture, $",{value:R}"));
    }

    public static ForecastingData Read(string path)
    {
        var sessions = new List<DateOnly>();
        using var file = File.OpenText(path);
        var names = file.ReadLine()!.Split(',')[1..];
        var columns = Array.ConvertAll(names, _ => new List<double>());
        while (file.ReadLine() is { } line)
        {
            var fields = line.AsSpan().Split(',');
            fields.MoveNext();
            sessions.Add(DateOnly.ParseExact(line.AsSpan(fields.Current), "yyyy-MM-dd", CultureInfo.InvariantCulture));
            foreach (var column in columns)
            {
                fields.MoveNext();
                var field = line.AsSpan(fields.Current);
                column.Add(field.IsEmpty ? double.NaN : double.Parse(field, CultureInfo.InvariantCulture));
            }
        }
        var features = names.Zip(columns).Skip(2).ToDictionary(column => column.First, column => column.Second.ToArray());
        return new(BenchMarket.Target, [.. sessions], [.. columns[0]], features, [.. columns[1]]);
    }
}
