namespace Volcast.Testing;

/// <summary>Values of the trait <c>Category</c>. A test without it is a unit test.</summary>
public static class Category
{
    public const string Name = "Category";

    /// <summary>Touches the disk, a socket, another process or a whole stage.</summary>
    public const string Integration = "Integration";

    /// <summary>The long form of a proof: runs in <c>make prove</c> only.</summary>
    public const string Proof = "Proof";
}
