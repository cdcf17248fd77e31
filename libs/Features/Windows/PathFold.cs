using System.Numerics;

namespace Volcast.Features.Windows;

/// <summary>How the newer and the older part of a window combine; the result is NaN if either part is.</summary>
internal enum Merge
{
    Sum,
    Maximum,
}

/// <summary>
/// Sums or maxima over the last n sessions of values measured on the price path relative to session t: q(t) = 1 and
/// q(i−1) = q(i)·f(i), with f the factor of one step back. V(t) = v(t) ⊕ f(t)·v(t−1) ⊕ f(t)·f(t−1)·v(t−2) ⊕ ….
/// </summary>
/// <remarks>
/// Windows double in length, as in a parallel scan (Hillis and Steele 1986): V over m + k sessions is V_m(t) ⊕ F_m(t)·V_k(t−m),
/// with F_m the factor over m sessions. A window of n sessions is composed from the binary digits of n, the lowest digit covering
/// the newest sessions. So n = 236 takes eleven steps instead of 236. Each value depends on its window alone, in one order, and
/// prices enter only as ratios: neither the history before the window nor the price level can change a bit.
/// </remarks>
internal readonly ref struct PathFold
{
    private readonly int count;

    /// <summary>F over 2^i sessions.</summary>
    private readonly Columns powers;

    /// <summary>F over the sessions of n's lowest i + 1 set digits.</summary>
    private readonly Columns partials;

    /// <param name="factors">f, a row for each session.</param>
    /// <param name="count">n, at least 1.</param>
    /// <param name="scratch">Room for a column for each binary digit of n and one for each set digit.</param>
    public PathFold(Span<double> factors, int count, scoped ref Scratch scratch)
    {
        this.count = count;
        var digits = BitOperations.Log2((uint)count) + 1;
        powers = scratch.Columns(digits);
        partials = scratch.Columns(BitOperations.PopCount((uint)count));

        factors.CopyTo(powers[0]);
        for (var digit = 1; digit < digits; digit++)
            Multiply(powers[digit - 1], powers[digit - 1], 1 << (digit - 1), powers[digit]);
        var (sessions, parts) = (0, 0);
        for (var digit = 0; digit < digits; digit++)
        {
            if ((count >> digit & 1) == 0)
                continue;
            if (parts == 0)
                powers[digit].CopyTo(partials[0]);
            else
                Multiply(partials[parts - 1], powers[digit], sessions, partials[parts]);
            sessions += 1 << digit;
            parts++;
        }
    }

    /// <summary>F over all n sessions.</summary>
    public Span<double> Total => partials[BitOperations.PopCount((uint)count) - 1];

    /// <summary>V over the last n sessions, into <paramref name="result"/>.</summary>
    /// <param name="merge">⊕.</param>
    /// <param name="values">v, a row for each session.</param>
    /// <param name="result">A column for V.</param>
    /// <param name="scratch">Room for two columns.</param>
    public void Over(Merge merge, Span<double> values, Span<double> result, Scratch scratch)
    {
        var doubled = values;
        var next = scratch.Column();
        var afterNext = scratch.Column();
        var (sessions, parts) = (0, 0);
        for (var digit = 0; ; digit++)
        {
            if ((count >> digit & 1) != 0)
            {
                if (parts == 0)
                    doubled.CopyTo(result);
                else
                    Join(merge, result, partials[parts - 1], doubled, sessions, result);
                sessions += 1 << digit;
                parts++;
            }
            if (sessions == count)
                return;
            Join(merge, doubled, powers[digit], doubled, 1 << digit, next);
            doubled = next;
            next = afterNext;
            afterNext = doubled;
        }
    }

    /// <summary>newer(t) ⊕ factor(t)·older(t − back), into <paramref name="result"/>, which may be the same column as
    /// newer.</summary>
    public static void Join(
        Merge merge, Span<double> newer, Span<double> factor, Span<double> older, int back, Span<double> result)
    {
        var n = Lanes.View(newer, 0, back);
        var f = Lanes.View(factor, 0, back);
        var o = Lanes.View(older, back, back);
        var r = Lanes.View(result, 0, back);
        if (merge == Merge.Sum)
            for (var i = 0; i < r.Length; i++)
                r[i] = n[i] + f[i] * o[i];
        else
            for (var i = 0; i < r.Length; i++)
                r[i] = Vector.Max(n[i], f[i] * o[i]);
    }

    private static void Multiply(Span<double> newer, Span<double> older, int back, Span<double> result)
    {
        var n = Lanes.View(newer, 0, back);
        var o = Lanes.View(older, back, back);
        var r = Lanes.View(result, 0, back);
        for (var i = 0; i < r.Length; i++)
            r[i] = n[i] * o[i];
    }
}
