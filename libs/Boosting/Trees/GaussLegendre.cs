namespace Volcast.Boosting.Trees;

/// <summary>Gauss–Legendre quadrature on [0, 1]; with m points it is exact for polynomials of degree 2m − 1.</summary>
internal static class GaussLegendre
{
    /// <summary>The highest degree with a rule.</summary>
    public const int MaximumDegree = 63;

    private static readonly (double Point, double Weight)[][] Rules =
        [.. Enumerable.Range(1, (MaximumDegree + 1) / 2).Select(Rule)];

    /// <summary>Points and weights of the smallest rule that is exact for polynomials of this degree.</summary>
    public static ReadOnlySpan<(double Point, double Weight)> OfDegree(int degree) => Rules[Math.Max(degree, 0) / 2];

    /// <summary>The roots of the Legendre polynomial of this degree by Newton's method, started at their asymptotic
    /// values.</summary>
    private static (double Point, double Weight)[] Rule(int points)
    {
        var rule = new (double, double)[points];
        for (var i = 0; i < points; i++)
        {
            var x = Math.Cos(Math.PI * (i + .75) / (points + .5));
            double step, slope;
            do
            {
                (var value, slope) = Legendre(points, x);
                step = value / slope;
                x -= step;
            }
            while (Math.Abs(step) > 1e-15);
            (_, slope) = Legendre(points, x);
            rule[i] = ((1 + x) / 2, 1 / ((1 - x * x) * slope * slope));
        }
        return rule;
    }

    /// <summary>The polynomial and its slope by Bonnet's recursion.</summary>
    private static (double Value, double Slope) Legendre(int degree, double x)
    {
        var (previous, value) = (1.0, x);
        for (var n = 2; n <= degree; n++)
            (previous, value) = (value, ((2 * n - 1) * x * value - (n - 1) * previous) / n);
        return (value, degree * (x * value - previous) / (x * x - 1));
    }
}
