using System.Globalization;
using Volcast.Evidence.Backtests;

namespace Volcast.Evidence.Panels;

/// <summary>Calendar years of forecast origins that a panel is scored on.</summary>
/// <param name="First">The first year.</param>
/// <param name="Last">The last year.</param>
public sealed record PanelSpan(int First, int Last)
{
    /// <summary>Such as <c>2010-2018</c>; <c>2020</c> for a single year.</summary>
    public string Name => First == Last
        ? First.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

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

    /// <summary>The years on which the shipped recipe was developed and those after them, as far as there are origins.</summary>
    /// <param name="first">The first origin.</param>
    /// <param name="last">The last origin.</param>
    public static IReadOnlyList<PanelSpan> Default(DateOnly first, DateOnly last)
    {
        var years = Enumerable.Range(first.Year, last.Year - first.Year + 1).ToArray();
        return
        [
            .. SpansTable.Years
                .Select(span => years.Where(year => span.Takes(year.ToString(CultureInfo.InvariantCulture))).ToArray())
                .Where(own => own.Length > 0).Select(own => new PanelSpan(own[0], own[^1])),
        ];
    }

    /// <summary>Whether an origin lies in these years.</summary>
    public bool Includes(DateOnly origin) => origin.Year >= First && origin.Year <= Last;

    private static bool TryYear(string text, out int year) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year) && text.Length == 4 && year > 0;
}
