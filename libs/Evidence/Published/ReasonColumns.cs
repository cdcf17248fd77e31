using Volcast.Evaluation;
using Volcast.Evidence.Backtests;
using Volcast.Forecasting;

namespace Volcast.Evidence.Published;

/// <summary>Monthly reasons as two tables of evidence: mean contributions, and mean |contributions| of inputs and
/// families.</summary>
internal static class ReasonColumns
{
    private const string Family = "family:";
    private static readonly string[] Keys = ["month", "origins", "base"];

    public static CsvTable Means(MonthlyReasons reasons) =>
        Of(EvidenceFiles.Reasons, reasons, reasons.Features, month => month.Mean);

    public static CsvTable Absolutes(MonthlyReasons reasons) => Of(EvidenceFiles.Importance, reasons,
        [.. reasons.Features, .. reasons.Families.Select(family => Family + family)],
        month => [.. month.MeanAbsolute, .. month.FamilyMeanAbsolute]);

    /// <summary>Combines both tables into monthly reasons.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scale">The scale on which they add up.</param>
    /// <param name="families">Feature → family.</param>
    /// <param name="means">The table of <see cref="Means"/>.</param>
    /// <param name="absolutes">The table of <see cref="Absolutes"/>.</param>
    /// <exception cref="EvidenceException">A column is missing, or a feature has no family.</exception>
    public static MonthlyReasons Read(string model, ContributionScale scale, IReadOnlyDictionary<string, string> families,
        CsvTable means, CsvTable absolutes)
    {
        string[] features = [.. means.Columns.Except(Keys)];
        string[] familyOf = [.. features.Select(feature => families.GetValueOrDefault(feature)
            ?? throw new EvidenceException($"{EvidenceManifest.FileName} has no family for the input {feature}."))];
        var (months, origins, bases) = (means.Dates("month"), means.Numbers("origins"), means.Numbers("base"));
        var mean = Array.ConvertAll(features, means.Numbers);
        var absolute = Array.ConvertAll(features, absolutes.Numbers);
        var ofFamilies = Array.ConvertAll([.. familyOf.Distinct()], (string family) => absolutes.Numbers(Family + family));
        return new()
        {
            Model = model,
            Scale = scale,
            Features = features,
            FamilyOf = familyOf,
            Months = [.. months.Select((month, row) => new ReasonsOfMonth(
                month ?? throw new EvidenceException($"{EvidenceFiles.Reasons}, line {row + 2}: the month is missing."),
                (int)origins[row], bases[row], At(mean, row), At(absolute, row), At(ofFamilies, row)))],
        };
    }

    private static double[] At(double[][] columns, int row) => Array.ConvertAll(columns, column => column[row]);

    private static CsvTable Of(
        string name, MonthlyReasons reasons, IEnumerable<string> columns, Func<ReasonsOfMonth, double[]> values)
    {
        var table = new CsvTable(name, [.. Keys, .. columns]);
        foreach (var month in reasons.Months)
        {
            double[] numbers = [month.Origins, month.Base, .. values(month)];
            table.Add([CsvTable.Date(month.Month),
                .. numbers.Select(number => CsvTable.Number(number, EvidenceFiles.FewDigits))]);
        }
        return table;
    }
}
