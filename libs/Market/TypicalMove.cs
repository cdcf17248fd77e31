namespace Volcast.Market;

/// <summary>The size of a usual move, to which a suspicious one is compared. A median: the suspicious moves do not change
/// it.</summary>
public static class TypicalMove
{
    /// <summary>The median of the absolute values of log moves; NaN if there are fewer than <paramref name="fewest"/>.</summary>
    public static double Of(IEnumerable<double> moves, int fewest)
    {
        var sizes = moves.Select(Math.Abs).ToArray();
        if (sizes.Length < fewest)
            return double.NaN;
        Array.Sort(sizes);
        return sizes[sizes.Length / 2];
    }
}
