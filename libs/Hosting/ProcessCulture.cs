using System.Globalization;

namespace Volcast.Hosting;

/// <summary>The culture of a program: invariant, whatever the machine's locale and the runtime's switches are.</summary>
public static class ProcessCulture
{
    /// <summary>Formats and parses with the invariant culture on the calling thread and on all threads that have no culture of
    /// their own. Each program calls it first.</summary>
    public static void SetInvariant()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
    }
}
