using Volcast.ApiContract.Data;

namespace Volcast.Services.Dashboard.Pages.WhatIf;

/// <summary>A session of the past whose moves can be tried on today's prices.</summary>
/// <param name="Day">The session.</param>
/// <param name="Name">What it is known for.</param>
/// <param name="Inputs">The fields with its moves; null where the lake does not hold it.</param>
/// <param name="Missing">Why there are none, or which symbols have no bar of that session; null for neither.</param>
public sealed record WhatIfPreset(DateOnly Day, string Name, IReadOnlyList<WhatIfInput>? Inputs, string? Missing)
{
    /// <summary>The sessions on offer.</summary>
    public static readonly IReadOnlyList<(DateOnly Day, string Name)> Offered =
    [
        (new(2008, 10, 15), "financial crisis"),
        (new(2018, 2, 5), "volatility shock"),
        (new(2020, 3, 16), "pandemic"),
    ];

    /// <param name="offered">The session.</param>
    /// <param name="newest">The newest bars.</param>
    /// <param name="then">The bars of the session; null where the lake does not hold it.</param>
    /// <param name="reason">Why it does not.</param>
    public static WhatIfPreset Of(
        (DateOnly Day, string Name) offered, IReadOnlyList<BarDocument> newest, MarketDocument? then, string? reason)
    {
        if (then is null)
            return new(offered.Day, offered.Name, null, reason);
        var bars = then.Bars.ToDictionary(bar => bar.Symbol);
        string[] still = [.. newest.Where(bar => bars.GetValueOrDefault(bar.Symbol)?.LogReturn is null).Select(bar => bar.Symbol)];
        return new(offered.Day, offered.Name,
            [.. newest.Select(bar => WhatIfInput.After(bar, bars.GetValueOrDefault(bar.Symbol)))],
            still.Length == 0 ? null : $"The lake holds no move of {string.Join(", ", still)} on that day.");
    }
}
