namespace Volcast.Forecasting;

/// <summary>A list of members whose log forecasts a recipe averages. Every fit has the required ones; the others depend on the
/// target's data.</summary>
/// <param name="Required">In every fit.</param>
/// <param name="Optional">In the fits whose data allow it.</param>
/// <param name="HasTrees">Whether trees correct the average.</param>
internal sealed record Blend(IReadOnlyList<Member> Required, IReadOnlyList<Member> Optional, bool HasTrees)
{
    /// <summary>The longest horizon, in sessions, that trees correct. Over a month there are too few separate outcomes for
    /// them.</summary>
    private const int LongestWithTrees = 10;

    /// <summary>The number of training rows at which the target's own regressions have the same weight as the universal
    /// slopes.</summary>
    private const double UniversalRows = 1500;

    /// <summary>Up to two weeks: the target's own gamma regressions, the universal slopes and trees.</summary>
    public static Blend Short(UniversalForecaster universal) => new(
        [GammaMember.Memory, GammaMember.TermStructure, GammaMember.Implied], [new UniversalMember(universal)], HasTrees: true);

    /// <summary>Over a month: the universal slopes, regressions with few terms, and implied volatility where the index is the
    /// target's own.</summary>
    public static Blend Long(UniversalForecaster universal) => new(
        [LeastSquaresMember.LogHarRange, LeastSquaresMember.Har], [new UniversalMember(universal), GammaMember.Implied],
        HasTrees: false);

    public static Blend For(int horizon, UniversalForecaster universal) =>
        horizon <= LongestWithTrees ? Short(universal) : Long(universal);

    public IEnumerable<Member> Members => Required.Concat(Optional);

    public IEnumerable<string> Columns => Members.SelectMany(member => member.Columns).Distinct();

    /// <summary>Fits every member that the data allow, with its weight.</summary>
    /// <inheritdoc cref="Member.Fit"/>
    public IReadOnlyList<RecipeMember> Fit(
        IForecaster model, ForecastingData known, double[] realizedVariance, double[] rangeVariance, int horizon) =>
        Weighted(
        [
            .. Members.Where(member => member != GammaMember.Implied || HasTrees || known.HasOwnIndex)
                .Select(member => member.Fit(model, known, realizedVariance, rangeVariance, horizon)).OfType<RecipeMember>(),
        ]);

    /// <summary>Loads the members of a recipe.</summary>
    /// <exception cref="InvalidDataException">A member is missing, unknown, doubled or has other terms.</exception>
    public IReadOnlyList<FittedMember> Load(FittedModelSpec spec)
    {
        var estimated = spec.Members ?? [];
        if (Required.FirstOrDefault(member => !estimated.Any(one => one.Name == member.Name)) is { } missing)
            throw Refused($"lacks the member {missing.Name}");
        if (estimated.GroupBy(one => one.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Refused($"has the member {twice.Key} twice");
        return [.. estimated.Select(one => (Members.FirstOrDefault(member => member.Name == one.Name)
            ?? throw Refused($"has the member {one.Name}, which it cannot have")).Load(spec, one))];

        InvalidDataException Refused(string problem) =>
            new($"{FittedModelSpec.FileName} of {spec.Name} {problem}: train again.");
    }

    /// <summary>The shares of the members. Up to two weeks, the universal slopes weigh less the longer the target's history is,
    /// and the largest regression has half of the rest. Over a month all weigh the same.</summary>
    private IReadOnlyList<RecipeMember> Weighted(RecipeMember[] members)
    {
        double Share(RecipeMember member) => (HasTrees, member.Name) switch
        {
            (true, UniversalForecaster.ModelName) => UniversalRows / members[0].TrainingRows,
            (true, _) => member.Name == GammaMember.Memory.Name ? .5 : .25,
            (false, _) => 1,
        };
        var sum = members.Sum(Share);
        return [.. members.Select(member => member with { Weight = Share(member) / sum })];
    }
}
