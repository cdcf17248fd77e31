namespace Volcast.Features.Windows;

/// <summary>
/// Sums over the last 5, 10, 20 and 60 sessions. Longer windows are composed of shorter ones, so nested windows share their
/// parts, and a value depends on its window alone, added up in one fixed order. (A running sum would be as fast, but would carry
/// the rounding errors of everything before the window.)
/// </summary>
internal static class WindowSums
{
    public static void Five(Span<double> values, Span<double> sums)
    {
        const int reach = 4;
        var x0 = Lanes.View(values, 0, reach);
        var x1 = Lanes.View(values, 1, reach);
        var x2 = Lanes.View(values, 2, reach);
        var x3 = Lanes.View(values, 3, reach);
        var x4 = Lanes.View(values, 4, reach);
        var result = Lanes.View(sums, 0, reach);
        for (var i = 0; i < result.Length; i++)
            result[i] = x0[i] + x1[i] + (x2[i] + x3[i]) + x4[i];
    }

    public static void Ten(Span<double> five, Span<double> sums)
    {
        const int reach = 5;
        var newer = Lanes.View(five, 0, reach);
        var older = Lanes.View(five, 5, reach);
        var result = Lanes.View(sums, 0, reach);
        for (var i = 0; i < result.Length; i++)
            result[i] = newer[i] + older[i];
    }

    public static void Twenty(Span<double> five, Span<double> sums)
    {
        const int reach = 15;
        var a = Lanes.View(five, 0, reach);
        var b = Lanes.View(five, 5, reach);
        var c = Lanes.View(five, 10, reach);
        var d = Lanes.View(five, 15, reach);
        var result = Lanes.View(sums, 0, reach);
        for (var i = 0; i < result.Length; i++)
            result[i] = a[i] + b[i] + (c[i] + d[i]);
    }

    public static void Sixty(Span<double> twenty, Span<double> sums)
    {
        const int reach = 40;
        var a = Lanes.View(twenty, 0, reach);
        var b = Lanes.View(twenty, 20, reach);
        var c = Lanes.View(twenty, 40, reach);
        var result = Lanes.View(sums, 0, reach);
        for (var i = 0; i < result.Length; i++)
            result[i] = a[i] + b[i] + c[i];
    }
}
