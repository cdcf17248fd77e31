using Volcast.Market;

namespace Volcast.Features;

/// <summary>The five symbols of one target, aligned on the target's sessions: the kernels' inputs.</summary>
public sealed class AlignedMarket
{
    private readonly double[] bondReturns;
    private readonly double[] creditReturns;
    private readonly double[] implied;
    private readonly double[] implied3M;

    /// <param name="target">The symbol that is forecast; its sessions are the rows.</param>
    /// <param name="bonds">Long government bonds.</param>
    /// <param name="credit">High-yield bonds.</param>
    /// <param name="implied">The target's 30-day implied-volatility index.</param>
    /// <param name="implied3M">The three-month index.</param>
    public AlignedMarket(
        MarketSeries target, MarketSeries bonds, MarketSeries credit, MarketSeries implied, MarketSeries implied3M)
    {
        Target = target;
        bondReturns = bonds.LogReturnOn(target);
        creditReturns = credit.LogReturnOn(target);
        this.implied = implied.CloseOn(target.Session);
        this.implied3M = implied3M.CloseOn(target.Session);
    }

    public MarketSeries Target { get; }

    /// <summary>The inputs of <c>features.L2</c>: the target's bars and its index.</summary>
    public L2Inputs L2Inputs => new(Target.LogReturn, Target.Open, Target.High, Target.Low, Target.Close, implied);

    /// <summary>The inputs of <c>features.L1</c>.</summary>
    public L1Inputs L1Inputs => new(Target.LogReturn, bondReturns, creditReturns, implied, implied3M);
}
