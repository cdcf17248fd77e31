using System.Globalization;
using Volcast.Evaluation;
using Volcast.Evidence.Backtests;

namespace Volcast.Evidence.Published;

/// <summary>Mean QLIKE of each model by calendar year of the origin, over the scored origins.</summary>
/// <param name="Models">The models that made forecasts.</param>
/// <param name="Years">Ascending.</param>
/// <param name="Origins">The scored origins of each year.</param>
/// <param name="Means">A column for each of <see cref="Models"/>.</param>
internal sealed record YearlyLosses(IReadOnlyList<string> Models, string[] Years, int[] Origins, IReadOnlyList<double[]> Means)
{
    private const string Year = "year", Count = "origins";

    public static CsvTable Of(ComparedBacktest compared)
    {
        var table = new CsvTable(EvidenceFiles.Losses, [Year, Count, .. compared.Comparison.Models.Select(m => m.Model)]);
        foreach (var year in compared.Comparison.Years)
            table.Add([year.Group, year.N.ToString(CultureInfo.InvariantCulture),
                .. year.MeanLosses.Select(loss => CsvTable.Number(loss, EvidenceFiles.Digits))]);
        return table;
    }

    /// <exception cref="InvalidDataException">A column is missing, or a field cannot be read.</exception>
    public static YearlyLosses Read(CsvTable table)
    {
        string[] models = [.. table.Columns.Except([Year, Count])];
        var years = table.Texts(Year);
        foreach (var (year, row) in years.Select((year, row) => (year, row)))
            if (!int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                throw new InvalidDataException($"{EvidenceFiles.Losses}, line {row + 2}: '{year}' is not a calendar year.");
        return new(models, years, Array.ConvertAll(table.Numbers(Count), n => (int)n),
            [.. models.Select(table.Numbers)]);
    }

    /// <summary>One model's column; null if it has none.</summary>
    public double[]? Of(string model) => Models.ToList().IndexOf(model) is >= 0 and var place ? Means[place] : null;

    /// <summary>The mean of one model over the origins of some years; NaN if it has no column.</summary>
    public double Mean(string model, Func<string, bool> takes)
    {
        if (Of(model) is not { } means)
            return double.NaN;
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < Years.Length; i++)
            if (takes(Years[i]))
                (sum, count) = (sum + Origins[i] * means[i], count + Origins[i]);
        return sum / count;
    }

    /// <summary>The mean of one model over all origins.</summary>
    public double Mean(string model) => Mean(model, _ => true);

    /// <summary>The scored origins of some years.</summary>
    public int CountOf(Func<string, bool> takes) => Years.Zip(Origins).Where(year => takes(year.First)).Sum(year => year.Second);
}
