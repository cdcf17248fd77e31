using System.Diagnostics.CodeAnalysis;

namespace Volcast.Market;

/// <summary>Why a value is missing, in a sentence that a person reads; where it helps, the sentence says what to do.</summary>
/// <param name="Text">Not empty.</param>
public sealed record Reason(string Text);

/// <summary>
/// A value, or the reason why there is none: exactly one of the two. For results whose absence is ordinary and has to be
/// reported; a failure that stops the caller is an exception.
/// </summary>
/// <typeparam name="T">What the value is.</typeparam>
public sealed record ValueOrReason<T> where T : class
{
    private readonly T? value;
    private readonly Reason? reason;

    private ValueOrReason(T? value, Reason? reason) => (this.value, this.reason) = (value, reason);

    [SuppressMessage("Usage", "CA2225", Justification = "Match and TryGet convert back; a named factory would add nothing.")]
    public static implicit operator ValueOrReason<T>(T value) => new(value, null);

    [SuppressMessage("Usage", "CA2225", Justification = "As above.")]
    public static implicit operator ValueOrReason<T>(Reason reason) => new(null, reason);

    /// <summary>The value; null if there is a reason.</summary>
    public T? Value => value;

    /// <summary>The reason why the value is missing; null if there is a value.</summary>
    public string? Reason => reason?.Text;

    /// <summary>Gives the value or the reason, whichever there is.</summary>
    public bool TryGet([NotNullWhen(true)] out T? found, [NotNullWhen(false)] out string? whyNot)
    {
        (found, whyNot) = (value, reason?.Text);
        return value is not null;
    }

    /// <summary>One result from either case.</summary>
    public TResult Match<TResult>(Func<T, TResult> ofValue, Func<string, TResult> ofReason) =>
        value is not null ? ofValue(value) : ofReason(reason!.Text);

    /// <summary>The transformed value; a reason stays unchanged.</summary>
    public ValueOrReason<TOther> Select<TOther>(Func<T, TOther> of) where TOther : class =>
        value is not null ? of(value) : reason!;
}
