using Microsoft.Win32.SafeHandles;

namespace Volcast.Boosting.Interop;

/// <summary>Owns a <c>DMatrixHandle</c>; the library copies the data, so that nothing managed stays pinned.</summary>
internal sealed class DMatrixHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => NativeMethods.XGDMatrixFree(handle) == 0;
}
