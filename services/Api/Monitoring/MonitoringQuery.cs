using Volcast.Lake.Tables;
using Volcast.Schemas;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Monitoring;

/// <summary>Which rows of <c>monitoring</c> to list.</summary>
internal sealed record MonitoringQuery
{
    private const int DefaultLimit = 1000;
    private const int MaximumLimit = 10_000;

    private static readonly string Score = StoredName.Of(MonitoringKind.Score);

    /// <summary>The first session; null for a year before the last.</summary>
    public DateOnly? From { get; private init; }

    /// <summary>The last session; null for the newest.</summary>
    public DateOnly? To { get; private init; }

    /// <summary>At most so many rows.</summary>
    public int Limit { get; private init; }

    /// <summary>Whether only the newest session with a matching row is listed.</summary>
    public bool IsOfNewestSession => From is null && To is null;

    /// <summary>The drift on the newest session of which it was checked.</summary>
    public static MonitoringQuery NewestDrift { get; } =
        new() { Limit = MaximumLimit, Kind = StoredName.Of(MonitoringKind.Drift) };

    private int? Horizon { get; init; }
    private string? Kind { get; init; }
    private string? Check { get; init; }
    private string? Subject { get; init; }

    /// <summary>The parameters of the route besides symbol and horizon.</summary>
    public static string[] Names { get; } = ["kind", "check", "subject", "from", "to", "limit", Accepted.Format];

    /// <exception cref="ProblemException">A parameter is not valid.</exception>
    public static MonitoringQuery Of(ApiQuery query)
    {
        var (from, to) = (query.Day("from"), query.Day("to"));
        return from > to
            ? throw ProblemException.Invalid("invalid_range", $"from {from:yyyy-MM-dd} is after to {to:yyyy-MM-dd}.", "from")
            : new()
            {
                From = from,
                To = to,
                Limit = query.Whole("limit", 1, MaximumLimit) ?? DefaultLimit,
                Horizon = query.OnlyHorizon,
                Kind = query.Name<MonitoringKind>("kind") is { } kind ? StoredName.Of(kind) : null,
                Check = query.Identifier("check"),
                Subject = query.Identifier("subject"),
            };
    }

    /// <summary>The matching rows of a part of the table, in its order.</summary>
    public IEnumerable<int> Matches(ColumnFrame frame)
    {
        var (kinds, checks, subjects) = (frame.Texts("kind"), frame.Texts("check"), frame.Texts("subject"));
        var horizons = frame.Integers("horizon");
        return Enumerable.Range(0, frame.Rows).Where(row =>
            (Kind is null ? kinds[row] != Score : kinds[row] == Kind) && (Check is null || checks[row] == Check)
            && (Subject is null || subjects[row] == Subject) && (Horizon is null || horizons[row] == Horizon));
    }
}
