namespace Volcast.Prediction;

/// <summary>Finds inputs of the newest session far outside their earlier range. The usual cause is a vendor's error, such as a
/// misplaced decimal point or a missed split. If the value is right, the model has not learnt from similar ones.</summary>
public static class OutOfRangeInputs
{
    /// <summary>One sentence for each such input, in the order of <paramref name="names"/>.</summary>
    /// <param name="inputs">Their last session is the origin.</param>
    /// <param name="names">The model's inputs.</param>
    public static IReadOnlyList<string> Of(ForecastInputs inputs, IReadOnlyList<string> names)
    {
        double[] newest = [.. names.Select(name => inputs.Known.Column(name)[^1])];
        return
        [
            .. InputRanges.Of(inputs.Known, names, inputs.Known.Rows - 1).Warnings(newest)
                .Select(sentence => $"{inputs.Origin:yyyy-MM-dd}: {sentence}: check the bars first"),
        ];
    }
}
