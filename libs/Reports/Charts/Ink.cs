namespace Volcast.Reports.Charts;

/// <summary>The colours with a fixed meaning on every page; 4 to 6 are for other models.</summary>
public static class Ink
{
    /// <summary>What was realised.</summary>
    public const int Realized = 0;

    /// <summary>The forecast of the page's model.</summary>
    public const int Forecast = 1;

    /// <summary>What option prices imply.</summary>
    public const int Implied = 2;

    /// <summary>The benchmark.</summary>
    public const int Baseline = 3;
}
