using Microsoft.Win32.SafeHandles;

namespace Volcast.Boosting.Interop;

/// <summary>Owns a <c>BoosterHandle</c>.</summary>
internal sealed class BoosterHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => NativeMethods.XGBoosterFree(handle) == 0;
}
