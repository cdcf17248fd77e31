using System.Runtime.CompilerServices;

namespace Volcast.Registry.Mlflow;

/// <summary>Answers that come in pages.</summary>
internal static class Paging
{
    /// <param name="get">Gives the items of the page that a token names, and the next page's token or none.</param>
    /// <param name="server">Whose pages they are, for messages.</param>
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
                    $"{server} gives the same page again and again instead of the next. Look at the server's log.");
            page = next;
        }
        while (!string.IsNullOrEmpty(page));
    }
}
