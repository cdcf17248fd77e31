using CsCheck;

namespace Volcast.Boosting.Tests;

/// <summary>Small random problems with XGBoost parameters.</summary>
internal sealed record RandomModels(Synthetic Data, int Rounds, (string Name, string Value)[] Parameters)
{
    private static readonly string[] Objectives =
        ["reg:squarederror", "reg:gamma", "binary:logistic", "count:poisson", "reg:tweedie", "reg:pseudohubererror"];

    private static readonly string[] TreeMethods = ["exact", "hist", "approx"];

    public static Gen<RandomModels> OfDepth(int least, int most) =>
        from seed in Gen.Int[0, 100_000]
        from rows in Gen.Int[20, 120]
        from columns in Gen.Int[1, 6]
        from missing in Gen.Double[0, 0.5]
        from objective in OneOf(Objectives)
        from baseScore in Gen.Float[0.05f, 0.95f]
        from depth in Gen.Int[least, most]
        from rounds in Gen.Int[1, 40]
        from parallel in Gen.Int[1, 4]
        from eta in Gen.Double[0.01, 1]
        from gamma in Gen.Double[0, 0.1]
        from leastCover in OneOf(0.0, 1.0, 5.0)
        from subsample in Gen.Double[0.3, 1]
        from method in OneOf(TreeMethods)
        let data = Synthetic.Create(seed, rows, columns, missing)
        select new RandomModels(objective == "binary:logistic" ? data.Binary() : data, rounds,
        [
            ("objective", objective), ("base_score", $"{baseScore:R}"), ("max_depth", $"{depth}"), ("eta", $"{eta:F4}"),
            ("gamma", $"{gamma:F4}"), ("min_child_weight", $"{leastCover}"), ("subsample", $"{subsample:F4}"),
            ("num_parallel_tree", $"{parallel}"), ("tree_method", method), ("seed", $"{seed}"),
        ]);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    public Booster Train() => Data.Train(Rounds, Parameters);
}
