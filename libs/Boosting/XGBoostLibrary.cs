using Volcast.Boosting.Interop;

namespace Volcast.Boosting;

/// <summary>The native library behind this binding: 1.7 or later.</summary>
/// <remarks>
/// Searched once in a process, in this order: the file that <c>XGBOOST_LIBRARY</c> names (if it cannot be loaded, this is an
/// error and nothing else is tried); <c>xgboost/</c> under the folder that <c>VOLCAST_TOOLS</c> names, or under <c>.tools/</c>
/// of the repository that the application was built in; the system's libraries.
/// </remarks>
public static class XGBoostLibrary
{
    /// <summary>The library's version, for example 1.7.4.</summary>
    /// <exception cref="XGBoostNotFoundException">No usable library was found.</exception>
    public static Version Version
    {
        get
        {
            NativeMethods.XGBoostVersion(out var major, out var minor, out var patch);
            return new Version(major, minor, patch);
        }
    }

    /// <summary>The file that was loaded, or the bare name under which the system's loader found it.</summary>
    /// <exception cref="XGBoostNotFoundException">No usable library was found.</exception>
    public static string Location => NativeLibraryResolver.Location;
}
