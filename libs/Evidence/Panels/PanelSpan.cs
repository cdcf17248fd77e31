using System.Globalization;
using Volcast.Evidence.Backtests;

namespace Volcast.Evidence.Panels;

/// <summary>Calendar years of forecast origins that a panel is scored on. They are the same for every ticker, whenever its origins
/// begin.</summary>
/// <param name="First">The first year; null for no limit.</param>
/// <param name="Last">The last year; null for no limit.</param>
public sealed record PanelSpan(int? First, int? Last)
{
    /// <summary>The years on which the shipped recipe was developed, and those after them.</summary>
    public static IReadOnlyList<PanelSpan> Default { get; } =
        [new(null, SpansTable.Developed.Year), new(SpansTable.Developed.Year + 1, null)];

    /// <summary>Such as <c>2010-2018</c>; <c>2020</c> for a single year; <c>to-2018</c> and <c>from-2019</c> with one limit.</summary>
    public string Name => (First, Last) switch
    {
        (null, _) => string.Create(CultureInfo.InvariantCulture, $"to-{Last}"),
        (_, null) => string.Create(CultureInfo.InvariantCulture, $"from-{First}"),
        _ when First == Last => string.Create(CultureInfo.InvariantCulture, $"{First}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}"),
    };

    /// <summary>Parses a list such as <c>2010-2018,2019-2021,2020</c>.</summary>
    /// <returns>Null if the text is not such a list.</returns>
    public static IReadOnlyList<PanelSpan>? Parse(string text)
    {
        var spans = new List<PanelSpan>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var years = part.Split('-');
            if (years.Length > 2 || !TryYear(years[0], out var first) || !TryYear(years[^1], out var last) || last < first)
                return null;
            spans.Add(new(first, last));
        }
        return [.. spans.Distinct()];
    }

    /// <summary>Whether an origin lies in these years.</summary>
    public bool Includes(DateOnly origin) => !(origin.Year < First) && !(origin.Year > Last);

    private static bool TryYear(string text, out int year) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year) && text.Length == 4 && year > 0;
}
