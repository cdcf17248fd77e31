using Volcast.WebHosting;

namespace Volcast.Services.Api.Predictions;

/// <summary>The position of a value in a body, such as <c>rows[3].vix</c>. It becomes text only for an error message, so that
/// valid bodies cost no allocations.</summary>
internal readonly record struct FieldPath
{
    private readonly string root;
    private readonly int index;
    private readonly string? member;

    private FieldPath(string root, int index, string? member) => (this.root, this.index, this.member) = (root, index, member);

    public static implicit operator FieldPath(string root) => new(root, -1, null);

    /// <summary>An item of the array at this position.</summary>
    public FieldPath Item(int at) => index < 0 && member is null ? new(root, at, null) : new(ToString(), at, null);

    /// <summary>A member of the object at this position.</summary>
    /// <param name="name">May be text from the client.</param>
    public FieldPath Member(string name) => member is null ? new(root, index, name) : new(ToString(), -1, name);

    public override string ToString() =>
        $"{root}{(index < 0 ? "" : $"[{index}]")}{(member is null ? "" : $".{PrintableText.Of(member)}")}";
}
