using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>The quantity that the trees of an <see cref="XgboostForecaster"/> predict, and their growth parameters. There
/// are two.</summary>
public sealed record XgboostObjective
{
    private static readonly double SmallestVolatility = Math.Sqrt(RealizedVariance.Floor);

    private XgboostObjective()
    {
    }

    /// <summary><c>xgboost-21</c>: squared error on realised volatility.</summary>
    public static XgboostObjective SquaredErrorOfVolatility { get; } = new()
    {
        Name = "xgboost-21",
        Loss = "reg:squarederror",
        Scale = ContributionScale.Volatility,
        MaximumDepth = 3,
        RowShare = .8,
        ColumnShare = .7,
        MinimumChildWeight = 4,
        Lambda = 1.5,
    };

    /// <summary><c>xgboost-21-gamma</c>: the gamma likelihood of realised variance, whose deviance is twice the QLIKE. The trees
    /// add up to log variance.</summary>
    public static XgboostObjective GammaLikelihoodOfVariance { get; } = new()
    {
        Name = "xgboost-21-gamma",
        Loss = "reg:gamma",
        Scale = ContributionScale.LogVariance,
        MaximumDepth = 2,
        RowShare = .5,
        ColumnShare = .5,
        MinimumChildWeight = 30,
        Lambda = 20,
    };

    /// <summary>The forecaster's name.</summary>
    public required string Name { get; init; }

    /// <summary>XGBoost's <c>objective</c>.</summary>
    public required string Loss { get; init; }

    /// <summary>The scale on which the trees add up.</summary>
    public required ContributionScale Scale { get; init; }

    public required int MaximumDepth { get; init; }

    /// <summary>The share of the rows that each tree samples, 0 to 1.</summary>
    public required double RowShare { get; init; }

    /// <summary>The share of the columns that each tree samples, 0 to 1.</summary>
    public required double ColumnShare { get; init; }

    /// <summary>The smallest sum of second derivatives in a leaf; for the squared error, the number of rows.</summary>
    public required double MinimumChildWeight { get; init; }

    /// <summary>The ridge penalty on the leaves' values.</summary>
    public required double Lambda { get; init; }

    /// <summary>The learning rate: the factor by which each tree's leaves are multiplied.</summary>
    public double LearningRate { get; init; } = .03;

    public int Rounds { get; init; } = 300;

    /// <summary>The label for an annualised variance: its square root on the scale of volatility, otherwise the variance
    /// itself, because the gamma objective's link takes the logarithm.</summary>
    internal double Label(double variance) => Scale == ContributionScale.Volatility ? Math.Sqrt(variance) : variance;

    /// <summary>The annualised variance of a sum of trees. A volatility below the root of the variance's floor is raised to
    /// it.</summary>
    internal double Variance(double sum)
    {
        if (Scale == ContributionScale.LogVariance)
            return Math.Exp(sum);
        var volatility = Math.Max(sum, SmallestVolatility);
        return volatility * volatility;
    }
}
