namespace Volcast.Forecasting;

/// <summary>The transform from a column's value to a term of an affine model. Its name is in <c>recipe.json</c>, so that other
/// programs can compute the term; a name never changes its meaning.</summary>
/// <param name="Name">Its name in the recipe.</param>
/// <param name="Of">Computes the term; NaN if the value is missing or out of range.</param>
internal sealed record TermTransform(string Name, Func<double, double> Of)
{
    /// <summary>x</summary>
    public static TermTransform Identity { get; } = new("identity", x => x);

    /// <summary>x²</summary>
    public static TermTransform Square { get; } = new("square", x => x * x);

    /// <summary>(x/100)², the variance of a volatility index x in points.</summary>
    public static TermTransform SquareOfPoints { get; } = new("square_of_points", x => x > 0 ? x * x / 1e4 : double.NaN);

    /// <summary>ln x</summary>
    public static TermTransform Log { get; } = new("ln", LogOfPositive);

    /// <summary>2·ln x, the log variance of a volatility x.</summary>
    public static TermTransform LogOfSquare { get; } = new("ln_square", x => 2 * LogOfPositive(x));

    /// <summary>2·ln(x/100), the log variance of a volatility index x in points.</summary>
    public static TermTransform LogOfSquareOfPoints { get; } = new("ln_square_of_points", x => 2 * LogOfPositive(x / 100));

    private static double LogOfPositive(double x) => x > 0 ? Math.Log(x) : double.NaN;
}
