namespace Volcast.Boosting.Tests;

/// <summary>Small seeded regression problems.</summary>
internal sealed record Synthetic(float[] Values, float[] Labels, int Rows, int Columns)
{
    /// <summary>Uniform features with a share of missing values; labels in (0.5, 3), smooth in the first features plus
    /// noise.</summary>
    public static Synthetic Create(int seed, int rows = 200, int columns = 4, double missing = 0.1)
    {
        var random = new Random(seed);
        var values = new float[rows * columns];
        var labels = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            var signal = 0.0;
            for (var column = 0; column < columns; column++)
            {
                var x = random.NextDouble() * 2 - 1;
                signal += Math.Sin(2 * x + column) / (1 + column);
                values[row * columns + column] = random.NextDouble() < missing ? float.NaN : (float)x;
            }
            labels[row] = (float)(0.5 + 2.5 / (1 + Math.Exp(-signal - 0.5 * random.NextDouble())));
        }
        return new(values, labels, rows, columns);
    }

    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Columns, Columns);

    /// <summary>The same features with labels 0 and 1.</summary>
    public Synthetic Binary()
    {
        var threshold = Labels.Average();
        return this with { Labels = [.. Labels.Select(label => label > threshold ? 1f : 0f)] };
    }

    public TrainingMatrix Matrix()
    {
        var matrix = TrainingMatrix.FromRowMajor(Values, Rows, Columns);
        matrix.SetLabels(Labels);
        return matrix;
    }

    public Booster Train(int rounds, params (string Name, string Value)[] parameters)
    {
        using var matrix = Matrix();
        return Booster.Train(matrix, Parameters(parameters), rounds);
    }

    public static Dictionary<string, string> Parameters(params (string Name, string Value)[] named)
    {
        var parameters = new Dictionary<string, string>
        {
            ["objective"] = "reg:squarederror",
            ["base_score"] = "0.5",
            ["tree_method"] = "hist",
            ["nthread"] = "1",
        };
        foreach (var (name, value) in named)
            parameters[name] = value;
        return parameters;
    }
}
