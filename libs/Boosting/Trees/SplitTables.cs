using System.Runtime.CompilerServices;

namespace Volcast.Boosting.Trees;

/// <summary>
/// Trees with few distinct splits. The leaf and the Shapley values of such a tree depend only on the pattern of split results, so
/// they are stored for every pattern. A row then costs one evaluation of each split and one lookup for each tree. Trees with the
/// same splits, in any order, share one table of Shapley values, because Shapley values are additive.
/// </summary>
internal sealed class SplitTables
{
    /// <summary>The largest number of splits of a tree, that of a full tree of depth 3. A table has 2 to this power
    /// rows.</summary>
    private const int MaximumSplits = 7;

    /// <summary>The largest number of patterns on the stack, one byte each.</summary>
    private const int MaximumTables = 4096, MaximumQuestions = 4096;

    private readonly record struct Table(int Questions, int FirstFeature, int Features, int FirstAmount);

    /// <summary>The position of a tree's leaves, pattern by pattern; −1 for a tree without a table.</summary>
    private readonly record struct Place(int Table, int FirstLeaf);

    private readonly Split[] questions;
    private readonly Table[] tables;
    private readonly ushort[] asked;
    private readonly int[] features;
    private readonly double[] amounts;
    private readonly Place[] places;
    private readonly float[] leaves;

    /// <param name="trees">Those that are small enough get a table.</param>
    public SplitTables(IReadOnlyList<RegressionTree> trees)
    {
        places = new Place[trees.Count];
        Array.Fill(places, new(-1, 0));
        var (numbers, built) = (new Dictionary<Split, ushort>(), new List<Table>());
        var (allAsked, allFeatures) = (new List<ushort>(), new List<int>());
        var (allAmounts, allLeaves) = (new List<double>(), new List<float>());
        foreach (var alike in Enumerable.Range(0, trees.Count)
            .Where(i => trees[i].Questions.Length <= MaximumSplits)
            .GroupBy(i => trees[i].Questions, new SameQuestions())
            // Tables of one shape are adjacent, so that branch prediction works in the loops over them.
            .OrderBy(alike => alike.Key.Length))
        {
            if (built.Count == MaximumTables || numbers.Count + alike.Key.Length > MaximumQuestions)
                break;
            int[] used = [.. alike.Key.Select(split => split.Feature).Distinct()];
            var table = new double[used.Length << alike.Key.Length];
            foreach (var i in alike)
            {
                places[i] = new(built.Count, allLeaves.Count);
                allLeaves.AddRange(Add(trees[i], used, table));
            }
            built.Add(new(alike.Key.Length, allFeatures.Count, used.Length, allAmounts.Count));
            foreach (var split in alike.Key)
            {
                numbers.TryAdd(split, (ushort)numbers.Count);
                allAsked.Add(numbers[split]);
            }
            allFeatures.AddRange(used);
            allAmounts.AddRange(table);
        }
        questions = [.. numbers.OrderBy(number => number.Value).Select(number => number.Key)];
        (tables, asked, features) = ([.. built], [.. allAsked], [.. allFeatures]);
        (amounts, leaves) = ([.. allAmounts], [.. allLeaves]);
    }

    /// <summary>The number of tables.</summary>
    public int Count => tables.Length;

    /// <summary>Whether the tree has a table.</summary>
    public bool Holds(int tree) => places[tree].Table >= 0;

    /// <summary>Computes the split results of a row for each table.</summary>
    /// <param name="row">Its values.</param>
    /// <param name="patterns">Receives the pattern of each table: bit i is its split i, 1 for left.</param>
    public void Answer(ReadOnlySpan<float> row, Span<byte> patterns)
    {
        Span<byte> answers = stackalloc byte[questions.Length];
        for (var i = 0; i < answers.Length; i++)
            answers[i] = Unsafe.BitCast<bool, byte>(questions[i].GoesLeft(row[questions[i].Feature]));
        var next = 0;
        for (var i = 0; i < patterns.Length; i++)
        {
            var pattern = 0;
            var numbers = asked.AsSpan(next, tables[i].Questions);
            next += numbers.Length;
            for (var k = 0; k < numbers.Length; k++)
                pattern |= answers[numbers[k]] << k;
            patterns[i] = (byte)pattern;
        }
    }

    /// <summary>The value of a tree's leaf.</summary>
    public float Leaf(int tree, ReadOnlySpan<byte> patterns)
    {
        ref readonly var place = ref places[tree];
        return leaves[place.FirstLeaf + patterns[place.Table]];
    }

    /// <summary>Adds the Shapley values of all trees with a table.</summary>
    public void AddTo(Span<double> contributions, ReadOnlySpan<byte> patterns)
    {
        for (var i = 0; i < patterns.Length; i++)
        {
            ref readonly var table = ref tables[i];
            var columns = features.AsSpan(table.FirstFeature, table.Features);
            var line = amounts.AsSpan(table.FirstAmount + patterns[i] * columns.Length, columns.Length);
            for (var k = 0; k < columns.Length; k++)
                contributions[columns[k]] += line[k];
        }
    }

    /// <summary>Adds a tree's Shapley values to a table, pattern by pattern.</summary>
    /// <returns>Its leaf for each pattern.</returns>
    private static float[] Add(RegressionTree tree, int[] used, double[] table)
    {
        var said = new float[1 << tree.Questions.Length];
        foreach (var path in tree.Paths)
        {
            var (inside, shapley) = (new double[path.Features.Length], new double[path.Features.Length]);
            var columns = Array.ConvertAll(path.Features, feature => Array.IndexOf(used, feature));
            var bits = Array.ConvertAll(path.Steps, step => Array.IndexOf(tree.Questions, step.Split));
            for (var pattern = 0; pattern < said.Length; pattern++)
            {
                Array.Fill(inside, 1);
                for (var i = 0; i < bits.Length; i++)
                    if ((pattern >> bits[i] & 1) == 1 != path.Steps[i].IsLeft)
                        inside[path.Places[i]] = 0;
                if (!inside.Contains(0))
                    said[pattern] = path.Leaf;
                LeafPath.Shapley(path.Leaf, inside, path.Shares, shapley);
                for (var j = 0; j < shapley.Length; j++)
                    table[pattern * used.Length + columns[j]] += shapley[j];
            }
        }
        return said;
    }

    private sealed class SameQuestions : IEqualityComparer<Split[]>
    {
        public bool Equals(Split[]? x, Split[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(Split[] questions)
        {
            var hash = new HashCode();
            foreach (var split in questions)
                hash.Add(split);
            return hash.ToHashCode();
        }
    }
}
