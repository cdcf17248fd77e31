using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Volcast.Boosting.Interop.NativeMethods;
using static Volcast.Boosting.Interop.NativeResult;

namespace Volcast.Boosting.Interop;

/// <summary>
/// Keeps the library's log lines off the terminal. The library has one log callback for each thread, so each thread that calls it
/// is attached first. The lines of a thread go to its collector, or are dropped.
/// </summary>
internal static unsafe class NativeLog
{
    [ThreadStatic]
    private static bool attached;

    [ThreadStatic]
    private static List<string>? lines;

    public static void Attach()
    {
        if (attached)
            return;
        Check(XGBRegisterLogCallback(&Receive));
        attached = true;
    }

    /// <summary>Collects the lines that this thread logs from now on, until the next call of this method or of
    /// <see cref="Drop"/>.</summary>
    public static List<string> Collect()
    {
        Attach();
        return lines = [];
    }

    /// <summary>Drops the lines of this thread from now on.</summary>
    public static void Drop() => lines = null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Receive(byte* line) => lines?.Add(Marshal.PtrToStringUTF8((nint)line) ?? "");
}
