using Volcast.Boosting;

namespace Volcast.Forecasting;

/// <summary>
/// The contribution of each column to a sum of trees: exact path-dependent TreeSHAP (Lundberg et al. 2020). A forecast uses the
/// sum in single precision, its contributions are in double. The rounding difference, of the order of 1e-7, is distributed over
/// the contributions in proportion to their size, so that they add up exactly.
/// </summary>
/// <param name="Base">The mean of the trees' sum over the training rows, weighted by training cover.</param>
/// <param name="Amounts">One for each column.</param>
/// <param name="Sum">The sum of the trees, base margin included.</param>
internal sealed record TreeContributions(double Base, double[] Amounts, double Sum)
{
    /// <param name="trees">The trees.</param>
    /// <param name="row">One row of their columns.</param>
    public static TreeContributions Of(TreeEnsemble trees, ReadOnlySpan<float> row)
    {
        var amounts = new double[trees.Columns];
        var sum = (double)trees.Contributions(row, amounts);
        var (total, size) = (0.0, 0.0);
        foreach (var amount in amounts)
        {
            total += amount;
            size += Math.Abs(amount);
        }
        var spread = size > 0 ? (sum - trees.Base - total) / size : 0;
        for (var i = 0; i < amounts.Length; i++)
            amounts[i] += spread * Math.Abs(amounts[i]);
        return new(trees.Base, amounts, sum);
    }
}
