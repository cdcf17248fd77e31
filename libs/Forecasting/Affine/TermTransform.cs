namespace Volcast.Forecasting;

/// <summary>What a term of an affine model takes of a column's value. The name stands in <c>recipe.json</c>, so that whoever
/// reads it can compute the term without this code; it never changes its meaning.</summary>
/// <param name="Name">As it stands in the recipe.</param>
/// <param name="Of">The term from the value; NaN where the value is absent or out of range.</param>
internal sealed record TermTransform(string Name, Func<double, double> Of)
{
    /// <summary>x</summary>
    public static TermTransform Identity { get; } = new("identity", x => x);

    /// <summary>x²</summary>
    public static TermTransform Square { get; } = new("square", x => x * x);

    /// <summary>(x/100)², the variance of a volatility index in points.</summary>
    public static TermTransform SquareOfPoints { get; } = new("square_of_points", x => x > 0 ? x * x / 1e4 : double.NaN);

    /// <summary>ln x</summary>
    public static TermTransform Log { get; } = new("ln", LogOfPositive);

    /// <summary>2·ln x, the log of a volatility's variance.</summary>
    public static TermTransform LogOfSquare { get; } = new("ln_square", x => 2 * LogOfPositive(x));

    /// <summary>2·ln(x/100), the log variance of a volatility index in points.</summary>
    public static TermTransform LogOfSquareOfPoints { get; } = new("ln_square_of_points", x => 2 * LogOfPositive(x / 100));

    private static double LogOfPositive(double x) => x > 0 ? Math.Log(x) : double.NaN;
}
