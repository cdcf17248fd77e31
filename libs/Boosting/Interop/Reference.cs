using System.Runtime.InteropServices;

namespace Volcast.Boosting.Interop;

/// <summary>
/// Keeps a native object alive beyond one call. A call's own reference ends when it returns, and what it returned by pointer goes
/// with the object if another thread has disposed of it meanwhile.
/// </summary>
internal readonly ref struct Reference
{
    private readonly SafeHandle handle;

    /// <exception cref="ObjectDisposedException">The object is gone already.</exception>
    public Reference(SafeHandle handle)
    {
        var added = false;
        handle.DangerousAddRef(ref added);
        this.handle = handle;
    }

    public void Dispose() => handle.DangerousRelease();
}
