namespace Volcast.Lake.Stores;

/// <summary>Objects that are put once and never replaced, because their name identifies their content.</summary>
internal static class ImmutableObject
{
    /// <summary>Puts the object. An existing object with the same content is not an error.</summary>
    /// <exception cref="PutConditionException">The name has another content.</exception>
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
