using System.Globalization;
using System.Text;

namespace Volcast.Registry;

/// <summary>Names of registered models: one model per symbol and horizon.</summary>
public static class ModelName
{
    /// <summary>
    /// <c>volcast-SPY-5d</c> for SPY and 5. Each UTF-8 byte of a character other than A–Z, a–z, 0–9, <c>.</c> and <c>-</c>
    /// becomes <c>_</c> and two hexadecimal digits (<c>volcast-_5EVIX-5d</c> for ^VIX). A name is therefore safe in a path and a
    /// URI, and no two symbols have the same name.
    /// </summary>
    /// <param name="symbol">The symbol as the lake writes it.</param>
    /// <param name="horizon">In sessions, at least 1.</param>
    public static string For(string symbol, int horizon)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(symbol);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var name = new StringBuilder("volcast-");
        foreach (var b in Encoding.UTF8.GetBytes(symbol))
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-')
                name.Append((char)b);
            else
                name.Append('_').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        return name.Append('-').Append(horizon).Append('d').ToString();
    }
}
