using System.Runtime.InteropServices;

namespace Volcast.Boosting.Interop;

/// <summary>The one place where a native return code becomes an exception.</summary>
internal static class NativeResult
{
    /// <exception cref="XGBoostException">The call failed; the message is the library's.</exception>
    public static unsafe void Check(int code)
    {
        if (code == 0)
            return;
        // The text belongs to the calling thread and is overwritten by its next failing call.
        var text = Marshal.PtrToStringUTF8((nint)NativeMethods.XGBGetLastError()) ?? "";
        throw new XGBoostException(Message(text), text);
    }

    /// <summary>"[12:34:56] ./src/file.cc:26: what happened\n…\nStack trace:\n…" without time, position and addresses, so
    /// that the same error gives the same text.</summary>
    internal static string Message(string text)
    {
        var trace = text.IndexOf("Stack trace:", StringComparison.Ordinal);
        var message = (trace < 0 ? text : text[..trace]).Trim();
        if (message.StartsWith('[') && message.IndexOf(": ", StringComparison.Ordinal) is var place and > 0)
            message = message[(place + 2)..];
        return message.Length > 0 ? message : "libxgboost reported a failure without a text.";
    }
}
