namespace Volcast.Lake.Stores;

/// <summary>Objects that are put once and never replaced, because their name says what they hold.</summary>
internal static class ImmutableObject
{
    /// <summary>Puts the object; the same content under the same name is no failure.</summary>
    /// <exception cref="PutConditionException">The name is taken by another content.</exception>
    internal static async Task PutAsync(
        IObjectStore store, string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await store.PutAsync(key, content, PutCondition.IfNoneMatch, cancellationToken);
        }
        catch (PutConditionException)
        {
            if (await store.GetAsync(key, cancellationToken) is not { } stored
                || !stored.Content.AsSpan().SequenceEqual(content.Span))
                throw;
        }
    }
}
