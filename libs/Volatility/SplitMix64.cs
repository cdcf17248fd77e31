namespace Volcast.Volatility;

/// <summary>A generator of 64-bit numbers (Steele, Lea and Flood 2014). A separate stream for each draw costs nothing, so draws
/// can be made in any order, on any number of threads, with the same result. <see cref="Random"/> is not used, because a new .NET
/// may change its sequence. Mutable.</summary>
public struct SplitMix64
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private ulong state;

    /// <summary>The stream of one draw.</summary>
    public SplitMix64(ulong seed, int draw) => state = Mix(Mix(seed + Gamma) + (ulong)draw);

    /// <summary>Uniform on 0 … <paramref name="count"/> − 1; the bias is less than count/2⁶⁴.</summary>
    public int Next(int count)
    {
        state += Gamma;
        return (int)Math.BigMul(Mix(state), (ulong)count, out _);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
