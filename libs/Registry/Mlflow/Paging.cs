using System.Runtime.CompilerServices;

namespace Volcast.Registry.Mlflow;

/// <summary>Reads responses that come in pages.</summary>
internal static class Paging
{
    /// <param name="get">Returns the items of a token's page, and the token of the next page or null.</param>
    /// <param name="server">Names the server in messages.</param>
    /// <param name="cancellationToken">Stops between items.</param>
    public static async IAsyncEnumerable<T> AllAsync<T>(
        Func<string?, CancellationToken, Task<(IReadOnlyList<T>? Items, string? Next)>> get, string server,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? page = null;
        do
        {
            var (items, next) = await get(page, cancellationToken);
            foreach (var item in items ?? [])
                yield return item;
            if (!string.IsNullOrEmpty(next) && next == page)
                throw new MlflowException(RegistryProblem.Protocol,
                    $"{server} returns the same page repeatedly instead of the next one. Check the server's log.");
            page = next;
        }
        while (!string.IsNullOrEmpty(page));
    }
}
