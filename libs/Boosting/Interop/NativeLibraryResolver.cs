using System.Reflection;
using System.Runtime.InteropServices;

namespace Volcast.Boosting.Interop;

/// <summary>Loads libxgboost from the first place that has a usable one.</summary>
internal static class NativeLibraryResolver
{
    /// <summary>Its dependencies on Debian, in loading order. Those in the same folder are loaded first. The loader then finds
    /// them by name, so no search path has to be set before the process starts.</summary>
    private static readonly string[] Companions = ["libgomp.so.1", "libdmlc.so.0"];

    private static readonly Version Oldest = new(1, 7);

    private static readonly Lazy<(nint Handle, string Location)> Loaded = new(() =>
        Load(LibrarySearch.For(Environment.GetEnvironmentVariable, AppContext.BaseDirectory)));

    public static string Location => Loaded.Value.Location;

    public static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraryResolver).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == NativeMethods.Library ? Loaded.Value.Handle : 0;

    /// <exception cref="XGBoostNotFoundException">None of the candidates is a usable libxgboost.</exception>
    internal static (nint Handle, string Location) Load(LibrarySearch search)
    {
        var tried = new List<string>();
        foreach (var candidate in search.Candidates)
        {
            if (Path.IsPathRooted(candidate) && !File.Exists(candidate))
            {
                tried.Add($"{candidate} (no such file)");
                continue;
            }
            try
            {
                LoadCompanions(candidate);
                var handle = NativeLibrary.Load(candidate);
                if (WhyUnusable(handle) is not { } reason)
                    return (handle, candidate);
                tried.Add($"{candidate} ({reason})");
                NativeLibrary.Free(handle);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                // The runtime's text is general advice; its last line is the loader's message.
                tried.Add($"{candidate} ({e.Message.Trim().Split('\n')[^1].Trim()})");
            }
        }
        throw new XGBoostNotFoundException(
            $"libxgboost {Oldest} or later was not found. Tried {string.Join("; ", tried)}. {search.Remedy}");
    }

    private static void LoadCompanions(string candidate)
    {
        if (!OperatingSystem.IsLinux() || !Path.IsPathRooted(candidate))
            return;
        foreach (var companion in Companions)
            if (Path.Combine(Path.GetDirectoryName(candidate)!, companion) is var file && File.Exists(file))
                NativeLibrary.Load(file);
    }

    private static unsafe string? WhyUnusable(nint handle)
    {
        if (!NativeLibrary.TryGetExport(handle, "XGBoostVersion", out var export))
            return "not libxgboost";
        int major, minor, patch;
        ((delegate* unmanaged[Cdecl]<int*, int*, int*, void>)export)(&major, &minor, &patch);
        var version = new Version(major, minor, patch);
        return version < Oldest ? $"version {version}, too old" : null;
    }
}
