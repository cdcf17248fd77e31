namespace Volcast.Evaluation.Comparison;

/// <summary>The step-up procedure of Benjamini and Hochberg (1995) for many tests of one kind: of the tests that it calls
/// significant, the expected share of true hypotheses is at most the rate. With m tests in ascending order of p, it rejects the
/// first k, where k is the largest with p(k) ≤ k/m · rate.</summary>
public static class BenjaminiHochberg
{
    /// <summary>Which of the tests are significant.</summary>
    /// <param name="pValues">A p-value for each test; NaN, a test that does not exist, counts as 1.</param>
    /// <param name="rate">The false discovery rate, between 0 and 1.</param>
    /// <returns>In the order of <paramref name="pValues"/>.</returns>
    public static bool[] Rejects(IReadOnlyList<double> pValues, double rate)
    {
        if (!(rate is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The false discovery rate must lie between 0 and 1.");
        double[] sorted = [.. pValues.Select(p => double.IsNaN(p) ? 1 : p).Order()];
        var largest = double.NegativeInfinity;
        for (var i = 0; i < sorted.Length; i++)
            if (sorted[i] <= (i + 1) * rate / sorted.Length)
                largest = sorted[i];
        return [.. pValues.Select(p => p <= largest)];
    }
}
