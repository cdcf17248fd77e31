using System.Runtime.InteropServices;

namespace Volcast.Boosting.Interop;

/// <summary>
/// Keeps a native object alive beyond one call. The reference of a call ends when it returns; memory that it returned by
/// pointer is then freed if another thread disposes of the object.
/// </summary>
internal readonly ref struct Reference
{
    private readonly SafeHandle handle;

    /// <exception cref="ObjectDisposedException">The object has been disposed of.</exception>
    public Reference(SafeHandle handle)
    {
        var added = false;
        handle.DangerousAddRef(ref added);
        this.handle = handle;
    }

    public void Dispose() => handle.DangerousRelease();
}
