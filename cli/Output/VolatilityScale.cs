namespace Volcast.Cli.Output;

/// <summary>Draws volatilities on one scale, each on a line of text of its own: an interval as a bar between its bounds, such as
/// <c>4.9 ├───●──┤ 14.2</c>, and a single volatility as a mark. Lines that stand below each other can be compared.</summary>
internal sealed class VolatilityScale
{
    /// <summary>The widest number that stands beside a bar, and the space between them.</summary>
    private const int Margin = 6;

    private readonly double lowest;
    private readonly double highest;
    private readonly double forecast;
    private readonly int columns;
    private readonly int margin;

    /// <param name="forecast">It is marked on each line; annualised, decimal.</param>
    /// <param name="others">What the scale must include too, annualised, decimal; NaN is left out.</param>
    /// <param name="width">Columns of a line.</param>
    /// <param name="withBounds">Whether the bounds of an interval stand beside its bar.</param>
    public VolatilityScale(double forecast, IEnumerable<double> others, int width, bool withBounds = true)
    {
        double[] all = [forecast, .. others.Where(double.IsFinite)];
        (lowest, highest, this.forecast) = (all.Min(), all.Max(), forecast);
        margin = withBounds ? Margin : 0;
        columns = Math.Max(2, width - 2 * margin);
    }

    /// <summary>The bar of an interval with the forecast's mark.</summary>
    public string Interval(double lower, double upper)
    {
        var line = Blank();
        var (left, right) = (At(lower), At(upper));
        for (var column = left; column <= right; column++)
            line[column] = column == left ? '├' : column == right ? '┤' : '─';
        line[At(forecast)] = '●';
        if (margin > 0)
        {
            var (low, high) = (Number(lower), Number(upper));
            low.CopyTo(line.AsSpan(Math.Max(0, Math.Min(left, At(forecast)) - 1 - low.Length)));
            high.CopyTo(line.AsSpan(Math.Max(right, At(forecast)) + 2));
        }
        return new string(line).TrimEnd();
    }

    /// <summary>The mark of a single volatility, with a thin line where the forecast is.</summary>
    /// <returns>Empty if the volatility is not known.</returns>
    public string Mark(double volatility, char sign)
    {
        if (!double.IsFinite(volatility))
            return "";
        var line = Blank();
        line[At(forecast)] = '╎';
        line[At(volatility)] = sign;
        return new string(line).TrimEnd();
    }

    private char[] Blank()
    {
        var line = new char[columns + 2 * margin];
        Array.Fill(line, ' ');
        return line;
    }

    private int At(double volatility) => margin + (highest > lowest
        ? (int)Math.Round((volatility - lowest) / (highest - lowest) * (columns - 1))
        : (columns - 1) / 2);

    private static string Number(double volatility) => Figure.Of(100 * volatility, volatility < 10 ? "F1" : "F0");
}
