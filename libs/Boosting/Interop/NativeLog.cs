using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Volcast.Boosting.Interop.NativeMethods;
using static Volcast.Boosting.Interop.NativeResult;

namespace Volcast.Boosting.Interop;

/// <summary>
/// Keeps the library's log lines off the terminal. The library has one log callback for each thread, so each thread that calls it
/// is attached first; the lines of a thread go to whoever collects them there, or nowhere.
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

    /// <summary>The lines that this thread logs from here on, until the next call of this method or of
    /// <see cref="Drop"/>.</summary>
    public static List<string> Collect()
    {
        Attach();
        return lines = [];
    }

    /// <summary>Lines of this thread go nowhere from here on.</summary>
    public static void Drop() => lines = null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Receive(byte* line) => lines?.Add(Marshal.PtrToStringUTF8((nint)line) ?? "");
}
