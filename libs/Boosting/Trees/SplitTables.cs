namespace Volcast.Boosting.Trees;

/// <summary>
/// Trees that ask few questions. Their Shapley values for a row depend on the answers alone, so that those of every pattern of
/// answers are computed beforehand; a row then costs its answers and one look. Trees that ask the same questions, in whatever
/// order, share a table, since Shapley values of a sum are the sum of Shapley values.
/// </summary>
internal sealed class SplitTables
{
    /// <summary>The questions of a whole tree of depth 3; a table has 2 to this power rows.</summary>
    public const int MaximumSplits = 7;

    private readonly record struct Table(int FirstSplit, int Splits, int FirstFeature, int Features, int FirstAmount);

    private readonly List<Table> built = [];
    private readonly Table[] tables;
    private readonly Split[] splits;
    private readonly int[] features;
    private readonly double[] amounts;

    private SplitTables(IEnumerable<IGrouping<Split[], RegressionTree>> groups)
    {
        var (allSplits, allFeatures, allAmounts) = (new List<Split>(), new List<int>(), new List<double>());
        foreach (var group in groups)
        {
            int[] used = [.. group.Key.Select(split => split.Feature).Distinct()];
            built.Add(new(allSplits.Count, group.Key.Length, allFeatures.Count, used.Length, allAmounts.Count));
            allSplits.AddRange(group.Key);
            allFeatures.AddRange(used);
            allAmounts.AddRange(Amounts(group, group.Key, used));
        }
        (tables, splits, features, amounts) = ([.. built], [.. allSplits], [.. allFeatures], [.. allAmounts]);
    }

    /// <summary>Whether a tree is small enough.</summary>
    public static bool CanHold(RegressionTree tree) => tree.DistinctSplits().Length <= MaximumSplits;

    public static SplitTables Of(IEnumerable<RegressionTree> trees) =>
        new(trees.GroupBy(tree => tree.DistinctSplits(), new SameSplits()));

    /// <summary>Adds the Shapley values of a row.</summary>
    public void AddTo(Span<double> contributions, ReadOnlySpan<float> row)
    {
        foreach (ref readonly var table in tables.AsSpan())
        {
            var pattern = 0;
            var questions = splits.AsSpan(table.FirstSplit, table.Splits);
            for (var i = 0; i < questions.Length; i++)
                pattern |= (questions[i].GoesLeft(row) ? 1 : 0) << i;
            var columns = features.AsSpan(table.FirstFeature, table.Features);
            var line = amounts.AsSpan(table.FirstAmount + pattern * columns.Length, columns.Length);
            for (var i = 0; i < columns.Length; i++)
                contributions[columns[i]] += line[i];
        }
    }

    /// <summary>For each pattern of answers, bit i for question i, the Shapley value of each feature.</summary>
    private static double[] Amounts(IEnumerable<RegressionTree> trees, Split[] questions, int[] used)
    {
        var table = new double[used.Length << questions.Length];
        foreach (var path in trees.SelectMany(tree => tree.Paths()))
        {
            double[] shares = [.. path.Sides.Select(side => side.Share)];
            int[] places = [.. path.Sides.Select(side => Array.IndexOf(used, side.Feature))];
            (int Question, bool IsLeft)[][] answers = [.. path.Sides.Select(side => side.Steps
                .Select(step => (Array.IndexOf(questions, step.Split), step.IsLeft)).ToArray())];
            var (inside, shapley) = (new double[shares.Length], new double[shares.Length]);
            for (var pattern = 0; pattern < 1 << questions.Length; pattern++)
            {
                for (var j = 0; j < inside.Length; j++)
                    inside[j] = Gives(pattern, answers[j]) ? 1 : 0;
                LeafPath.Shapley(path.Leaf, inside, shares, shapley);
                for (var j = 0; j < shapley.Length; j++)
                    table[pattern * used.Length + places[j]] += shapley[j];
            }
        }
        return table;
    }

    private static bool Gives(int pattern, (int Question, bool IsLeft)[] answers)
    {
        foreach (var (question, isLeft) in answers)
            if ((pattern >> question & 1) == 1 != isLeft)
                return false;
        return true;
    }

    private sealed class SameSplits : IEqualityComparer<Split[]>
    {
        public bool Equals(Split[]? x, Split[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(Split[] splits)
        {
            var hash = new HashCode();
            foreach (var split in splits)
                hash.Add(split);
            return hash.ToHashCode();
        }
    }
}
