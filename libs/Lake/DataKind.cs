namespace Volcast.Lake;

/// <summary>The kind of a lake's data; one lake never holds both.</summary>
public enum DataKind
{
    /// <summary>Bars of a real market.</summary>
    Real,

    /// <summary>Bars of the built-in simulation.</summary>
    Simulated,
}

/// <summary>The name of a kind, as every output writes it.</summary>
public static class DataKinds
{
    /// <summary>REAL or SIMULATED.</summary>
    public static string Name(this DataKind kind) => kind switch
    {
        DataKind.Real => "REAL",
        DataKind.Simulated => "SIMULATED",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "expected real or simulated"),
    };

    /// <summary>The kind with a name that <see cref="Name"/> returned; null for any other text.</summary>
    public static DataKind? Find(string? name) =>
        Enum.GetValues<DataKind>().Cast<DataKind?>().FirstOrDefault(kind => kind!.Value.Name() == name);
}
