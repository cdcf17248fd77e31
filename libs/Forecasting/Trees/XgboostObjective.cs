using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>What the trees of an <see cref="XgboostForecaster"/> say, and how they are grown. Two are declared here.</summary>
public sealed record XgboostObjective
{
    private static readonly double SmallestVolatility = Math.Sqrt(RealizedVariance.Floor);

    private XgboostObjective()
    {
    }

    /// <summary>The seed's model, <c>xgboost-21</c>: squared error on realised volatility.</summary>
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

    /// <summary><c>xgboost-21-gamma</c>: the gamma likelihood of realised variance, whose deviance is twice the QLIKE; the trees
    /// add up in the log of variance.</summary>
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

    /// <summary>The share of the rows that each tree draws.</summary>
    public required double RowShare { get; init; }

    /// <summary>The share of the columns that each tree draws.</summary>
    public required double ColumnShare { get; init; }

    /// <summary>The smallest sum of second derivatives in a leaf: rows, for the squared error.</summary>
    public required double MinimumChildWeight { get; init; }

    /// <summary>The ridge on the leaves.</summary>
    public required double Lambda { get; init; }

    /// <summary>What each tree adds of its leaves.</summary>
    public double LearningRate { get; init; } = .03;

    public int Rounds { get; init; } = 300;

    /// <summary>What the trees are taught to say of an annualised variance: its root on the scale of volatility, itself
    /// otherwise, since the gamma's link takes the log.</summary>
    internal double Label(double variance) => Scale == ContributionScale.Volatility ? Math.Sqrt(variance) : variance;

    /// <summary>The annualised variance of a sum of trees. A volatility is raised to the root of the variance's floor: a sum of
    /// leaves could in principle fall below it.</summary>
    internal double Variance(double sum)
    {
        if (Scale == ContributionScale.LogVariance)
            return Math.Exp(sum);
        var volatility = Math.Max(sum, SmallestVolatility);
        return volatility * volatility;
    }
}
