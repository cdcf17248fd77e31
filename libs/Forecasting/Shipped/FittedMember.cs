using System.Numerics;

namespace Volcast.Forecasting;

/// <summary>An estimated member.</summary>
/// <param name="Weight">Its weight in the mean of log variances.</param>
/// <param name="Stage">Its terms and their coefficients.</param>
/// <param name="Transforms">The transform of each term.</param>
/// <param name="Places">The position of each term's input among the recipe's inputs.</param>
internal abstract record FittedMember(double Weight, AffineStage Stage, Func<double, double>[] Transforms, int[] Places)
{
    /// <summary>The weighted mean of the members' log forecasts from a row of the recipe's inputs; NaN if one is
    /// missing.</summary>
    public static double LogVariance(IReadOnlyList<FittedMember> members, ReadOnlySpan<double> inputs)
    {
        var sum = 0.0;
        foreach (var member in members)
            sum += member.Weight * member.LogVarianceOf(inputs);
        return sum;
    }

    /// <summary>Adds the contributions of its terms to the log forecast of a row.</summary>
    /// <returns>Its part of the base: its weighted output for the average training row.</returns>
    public abstract double Explain(ReadOnlySpan<double> inputs, Span<double> amounts);

    /// <summary>Adds the interactions of its inputs, without the diagonal; a member that is affine in log variance has
    /// none.</summary>
    public virtual void Interact(ReadOnlySpan<double> inputs, double[][] amounts)
    {
    }

    /// <summary>Whether its inputs interact in log variance.</summary>
    public virtual bool Interacts => false;

    protected abstract double LogVariance(ReadOnlySpan<double> terms);

    private double LogVarianceOf(ReadOnlySpan<double> inputs)
    {
        Span<double> terms = stackalloc double[Places.Length];
        for (var i = 0; i < terms.Length; i++)
            terms[i] = Transforms[i](inputs[Places[i]]);
        return LogVariance(terms);
    }
}

/// <summary>A member that is affine in log variance: a term contributes weight · β · (x − mean).</summary>
internal sealed record LogVarianceMember(double Weight, AffineStage Stage, Func<double, double>[] Transforms, int[] Places)
    : FittedMember(Weight, Stage, Transforms, Places)
{
    public override double Explain(ReadOnlySpan<double> inputs, Span<double> amounts)
    {
        for (var i = 0; i < Places.Length; i++)
            amounts[Places[i]] += Weight * Stage.Contribution(i, Transforms[i](inputs[Places[i]]));
        return Weight * Stage.Base;
    }

    protected override double LogVariance(ReadOnlySpan<double> terms) => Stage.Evaluate(terms);
}

/// <summary>A member that is affine in variance. Its terms contribute their Shapley values in the game ln F(x in a coalition,
/// the training mean elsewhere), which the coalitions give exactly (Shapley 1953).</summary>
/// <param name="Weight">Its weight in the mean of log variances.</param>
/// <param name="Stage">Its terms and their coefficients.</param>
/// <param name="Transforms">The transform of each term.</param>
/// <param name="Places">The position of each term's input among the recipe's inputs.</param>
/// <param name="Floor">The smallest variance that it forecasts.</param>
internal sealed record VarianceMember(
    double Weight, AffineStage Stage, Func<double, double>[] Transforms, int[] Places, double Floor)
    : FittedMember(Weight, Stage, Transforms, Places)
{
    public override double Explain(ReadOnlySpan<double> inputs, Span<double> amounts)
    {
        var values = Coalitions(inputs);
        for (var i = 0; i < Places.Length; i++)
            for (var others = 0; others < values.Length; others++)
                if ((others & 1 << i) == 0)
                    amounts[Places[i]] += Weight * Share(others, Places.Length) * (values[others | 1 << i] - values[others]);
        return Weight * values[0];
    }

    public override bool Interacts => true;

    /// <summary>Shapley interaction values (Lundberg, Erion and Lee 2018): half of each pair's joint effect on both sides of the
    /// diagonal.</summary>
    public override void Interact(ReadOnlySpan<double> inputs, double[][] amounts)
    {
        var values = Coalitions(inputs);
        for (var i = 0; i < Places.Length; i++)
            for (var j = 0; j < Places.Length; j++)
                for (var others = 0; others < values.Length && i != j; others++)
                    if ((others & (1 << i | 1 << j)) == 0)
                        amounts[Places[i]][Places[j]] += Weight / 2 * Share(others, Places.Length - 1)
                            * (values[others | 1 << i | 1 << j] - values[others | 1 << i] - values[others | 1 << j]
                                + values[others]);
    }

    protected override double LogVariance(ReadOnlySpan<double> terms) => Log(Stage.Evaluate(terms));

    /// <summary>The weight of a coalition of the other players: |S|! (n − |S| − 1)! / n!.</summary>
    private static double Share(int others, int players)
    {
        var share = 1.0 / players;
        for (var i = 1; i <= BitOperations.PopCount((uint)others); i++)
            share *= (double)i / (players - i);
        return share;
    }

    /// <summary>The log forecast of each set of terms, which bits name, with the other terms at their training means.</summary>
    private double[] Coalitions(ReadOnlySpan<double> inputs)
    {
        var values = new double[1 << Places.Length];
        for (var set = 0; set < values.Length; set++)
        {
            var output = Stage.Base;
            for (var i = 0; i < Places.Length; i++)
                if ((set & 1 << i) != 0)
                    output += Stage.Contribution(i, Transforms[i](inputs[Places[i]]));
            values[set] = Log(output);
        }
        return values;
    }

    /// <summary>NaN stays NaN.</summary>
    private double Log(double variance) => Math.Log(variance < Floor ? Floor : variance);
}
