using Volcast.Cli.Pipeline;
using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Cli.Output;

/// <summary>The slopes of a pool and the files that it left out.</summary>
internal static class PoolView
{
    /// <summary>Names each file that is not in the pool, and counts them.</summary>
    public static void WriteLeftOut(Terminal terminal, FilledPool filled)
    {
        foreach (var file in filled.LeftOut)
            terminal.Note($"Left out {file.Name}: {file.Reason.TrimEnd('.')}.");
        if (filled.LeftOut.Count > 0)
            terminal.Note($"{Counted.Of(filled.LeftOut.Count, "file")} left out: "
                + $"{filled.LeftOut.Count(file => file.Kind == LeftOutKind.Damaged)} damaged, "
                + $"{filled.LeftOut.Count(file => file.Kind == LeftOutKind.TooShort)} too short, "
                + $"{filled.LeftOut.Count(file => file.Kind == LeftOutKind.NoTicker)} not of a ticker.");
        if (filled.RejectedRows > 0)
            terminal.Note($"{Counted.Of(filled.RejectedRows, "row")} of the used files could not be used.");
    }

    public static void Write(Terminal terminal, UniversalSlopes slopes)
    {
        var table = new FittedTable(
            $"Universal slopes from {Counted.Of(slopes.Tickers.Count, "ticker")} up to {slopes.To:yyyy-MM-dd}",
            [new("term"), .. slopes.Horizons.Select(one => new FittedColumn($"{one.Horizon}d", IsNumber: true))]);
        for (var term = 0; term < slopes.Horizons[0].Slopes.Count; term++)
            table.Row(
            [
                slopes.Horizons[0].Slopes[term].Term,
                .. slopes.Horizons.Select(one => $"{one.Slopes[term].Slope:0.0000;−0.0000}"),
            ]);
        table.Row(["rows", .. slopes.Horizons.Select(one => $"{one.Rows:N0}")]);
        table.Write(terminal);
    }
}
