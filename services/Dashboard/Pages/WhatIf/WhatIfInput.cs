using System.Globalization;
using Volcast.ApiContract.Data;
using Volcast.ApiContract.Scenarios;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.WhatIf;

/// <summary>What one symbol does in the hypothetical session: an index has a level, everything else a return.</summary>
/// <param name="Symbol">Ticker; that of an index begins with <c>^</c>.</param>
/// <param name="LastClose">The close of the newest settled session.</param>
/// <param name="Text">What the field holds: a level, or a return in percent.</param>
public sealed record WhatIfInput(string Symbol, double LastClose, string Text)
{
    /// <summary>Whether the field holds a level.</summary>
    public bool IsIndex => Symbol.StartsWith('^');

    /// <summary>The name of the field and of the URL's parameter.</summary>
    public string Parameter => $"bar-{Name}";

    /// <summary>The ticker without the sign of an index.</summary>
    public string Name => Symbol.TrimStart('^');

    /// <summary>The number in the field; NaN where it holds none.</summary>
    public double Value =>
        double.TryParse(Text.Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? value
            : double.NaN;

    /// <summary>Whether the symbol does not move.</summary>
    public bool IsStill => Value.Equals((this with { Text = StillText(Symbol, LastClose) }).Value);

    /// <summary>What the field holds, for reading.</summary>
    public string Shown => IsIndex ? NumberText.Of(Value, "0.00") : $"{NumberText.Change(Value, 2)} %";

    /// <summary>What is wrong with the field, as a sentence; null for nothing.</summary>
    public string? Problem => this switch
    {
        { Value: double.NaN } => $"{Name}: '{Text}' is not a number. Write it like {(IsIndex ? "17.5" : "-1.5")}.",
        { IsIndex: true, Value: <= 0 } => $"{Name}: a level must be above 0.",
        { IsIndex: false, Value: <= -100 } => $"{Name}: nothing can fall by 100 % or more.",
        _ => null,
    };

    /// <summary>The bar for the API.</summary>
    public ScenarioBarDocument Bar => IsIndex ? new(Close: Value) : new(LogReturn: Math.Log(1 + Value / 100));

    /// <summary>The range of a slider, in the field's unit.</summary>
    public (double Lowest, double Highest, double Step) Range => IsIndex ? (5, 90, .1) : (-12, 12, .1);

    /// <summary>The field as the URL has it; without one, the symbol does not move.</summary>
    public static WhatIfInput Of(BarDocument last, PageRequest request)
    {
        var still = Still(last);
        return request.Text(still.Parameter) is { Length: > 0 } text ? still with { Text = text.Trim() } : still;
    }

    /// <summary>The symbol does not move.</summary>
    public static WhatIfInput Still(BarDocument last) => new(last.Symbol, last.Close, StillText(last.Symbol, last.Close));

    /// <summary>The symbol moves by a log return from its last close.</summary>
    public WhatIfInput Moved(double logReturn) => this with
    {
        Text = IsIndex ? Number(LastClose * Math.Exp(logReturn)) : Number(100 * (Math.Exp(logReturn) - 1)),
    };

    /// <summary>The symbol moves as in a past session.</summary>
    /// <param name="last">The newest bar.</param>
    /// <param name="past">The bar of that session; null where it is missing, and the symbol does not move.</param>
    public static WhatIfInput After(BarDocument last, BarDocument? past) => past?.LogReturn is not { } move
        ? Still(last)
        : Still(last).Moved(move);

    private static string StillText(string symbol, double lastClose) => symbol.StartsWith('^') ? Number(lastClose) : "0";

    /// <summary>A field of a form takes a plain minus sign.</summary>
    private static string Number(double value) => NumberText.Of(value, "0.##").Replace('−', '-');
}
