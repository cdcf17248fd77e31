using Volcast.Boosting;

namespace Volcast.Forecasting;

/// <summary>
/// What each column adds to a sum of trees: XGBoost's exact path-dependent TreeSHAP (Lundberg et al. 2020). The library adds up in
/// single precision; what rounding leaves between the trees' sum and their contributions, of the order of 1e-7, is spread over
/// these in proportion to their size, so that they add up exactly.
/// </summary>
/// <param name="Base">The sum of the trees for the training rows as they pass through them.</param>
/// <param name="Amounts">One for each column.</param>
/// <param name="Sum">The sum of the trees, base margin included.</param>
internal sealed record TreeContributions(double Base, double[] Amounts, double Sum)
{
    /// <param name="trees">The booster.</param>
    /// <param name="row">One row of its columns.</param>
    public static TreeContributions Of(Booster trees, float[] row)
    {
        var shap = trees.Contributions(row, 1);
        var (start, sum) = ((double)shap[^1], (double)trees.PredictMargin(row, 1)[0]);
        var amounts = Array.ConvertAll(shap[..^1], amount => (double)amount);
        var (total, size) = (amounts.Sum(), amounts.Sum(Math.Abs));
        var spread = size > 0 ? (sum - start - total) / size : 0;
        for (var i = 0; i < amounts.Length; i++)
            amounts[i] += spread * Math.Abs(amounts[i]);
        return new(start, amounts, sum);
    }
}
