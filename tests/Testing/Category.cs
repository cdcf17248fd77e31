namespace Volcast.Testing;

/// <summary>Values of the trait <c>Category</c>. A test without it is a unit test.</summary>
public static class Category
{
    public const string Name = "Category";

    /// <summary>Uses the disk, a socket, another process or a complete stage.</summary>
    public const string Integration = "Integration";

    /// <summary>The long form of a proof; runs only in <c>make prove</c>.</summary>
    public const string Proof = "Proof";
}
