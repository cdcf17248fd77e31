using System.Diagnostics.CodeAnalysis;

namespace Volcast.Services.Dashboard.ApiAccess;

/// <summary>A bounded map: beyond its capacity it drops the entry that was used longest ago. Not safe for concurrent
/// use.</summary>
/// <param name="capacity">The largest number of entries.</param>
internal sealed class LeastRecentlyUsed<TKey, TValue>(int capacity) where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> order = [];

    public IEnumerable<TValue> Values => order.Select(entry => entry.Value);

    public TValue this[TKey key]
    {
        set
        {
            if (nodes.Remove(key, out var known))
                order.Remove(known);
            nodes[key] = order.AddFirst((key, value));
            if (nodes.Count <= capacity)
                return;
            nodes.Remove(order.Last!.Value.Key);
            order.RemoveLast();
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!nodes.TryGetValue(key, out var node))
        {
            value = default;
            return false;
        }
        order.Remove(node);
        order.AddFirst(node);
        value = node.Value.Value;
        return true;
    }
}
