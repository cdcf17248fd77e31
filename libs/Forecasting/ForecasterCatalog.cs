namespace Volcast.Forecasting;

/// <summary>What the forecasters of one target are made from.</summary>
public sealed record ForecasterSettings
{
    /// <summary>The 21 columns of <c>features.L1</c>, in their order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The column of the target's implied-volatility index, in points.</summary>
    public string ImpliedVolatility { get; init; } = "vix";

    /// <summary>The columns of <c>features.L2</c> with the range volatility of the last day, week and month, annualised
    /// decimal.</summary>
    public IReadOnlyList<string> RangeVolatilities { get; init; } = ["range_vol_1d", "range_vol_5d", "range_vol_22d"];

    /// <summary>For every random draw; 0, XGBoost's own default, unless told otherwise.</summary>
    public int Seed { get; init; }

    /// <summary>Model → parameters of its trees in place of the shipped ones (<see cref="Forecasting.TreeParameters"/>); none by
    /// default.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> TreeParameters { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Those of one model; null for the shipped ones.</summary>
    internal IReadOnlyDictionary<string, string>? TreesOf(string model) => TreeParameters.GetValueOrDefault(model);
}

/// <summary>Every forecaster by its name. A new one is its class and a line here.</summary>
public static class ForecasterCatalog
{
    /// <summary>The release of the recipes. Raise it with every change that makes a recipe learn or keep something else from the
    /// same data.</summary>
    public const int RecipeRevision = 5;

    private sealed record Entry(
        string Name,
        Func<ForecasterSettings, IForecaster> Create,
        Func<FittedModelSpec, IReadOnlyDictionary<string, byte[]>, IFittedForecaster> Load,
        IReadOnlyDictionary<string, string>? Trees = null);

    private static readonly Entry[] Entries =
    [
        new(VolcastForecaster.ModelName, s => new VolcastForecaster(s.Features, s.Seed, s.TreesOf(VolcastForecaster.ModelName)),
            VolcastForecaster.Load, VolcastForecaster.ShippedTrees),
        new(Har.ModelName, _ => new Har(), (recipe, _) => Har.Load(recipe)),
        new(VixCalibrated.ModelName, s => new VixCalibrated(s.ImpliedVolatility), (recipe, _) => VixCalibrated.Load(recipe)),
        OfTrees(XgboostObjective.SquaredErrorOfVolatility),
        OfTrees(XgboostObjective.GammaLikelihoodOfVariance),
        new(LogHarRange.ModelName, s => new LogHarRange(s.RangeVolatilities), (recipe, _) => LogHarRange.Load(recipe)),
        new(HarRange.ModelName, s => new HarRange(s.RangeVolatilities), (recipe, _) => HarRange.Load(recipe)),
        new(Shar.ModelName, _ => new Shar(), (recipe, _) => Shar.Load(recipe)),
        new(PathDependentVolatility.ModelName, _ => new PathDependentVolatility(),
            (recipe, _) => PathDependentVolatility.Load(recipe)),
        new(VixRaw.ModelName, s => new VixRaw(s.ImpliedVolatility), (recipe, _) => VixRaw.Load(recipe)),
        new(RollingVariance.WeekName, _ => new RollingVariance(5), (recipe, _) => RollingVariance.Load(recipe, 5)),
        new(RollingVariance.MonthName, _ => new RollingVariance(22), (recipe, _) => RollingVariance.Load(recipe, 22)),
        new(Ewma.ModelName, _ => new Ewma(), (recipe, _) => Ewma.Load(recipe)),
        new(Garch.ModelName, _ => new Garch(), (recipe, _) => Garch.Load(recipe)),
        new(GjrGarchT.ModelName, _ => new GjrGarchT(), (recipe, _) => GjrGarchT.Load(recipe)),
        new(Egarch.ModelName, _ => new Egarch(), (recipe, _) => Egarch.Load(recipe)),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(e => e.Name)];

    /// <summary>Those that have trees, whose parameters a search may choose.</summary>
    public static IReadOnlyList<string> NamesWithTrees { get; } =
        [.. Entries.Where(e => e.Trees is not null).Select(e => e.Name)];

    /// <summary>The parameters of a model's trees, as it is shipped, that a search may replace; none of a model without
    /// trees.</summary>
    public static IReadOnlyDictionary<string, string> ShippedTrees(string name) =>
        Find(name)?.Trees ?? new Dictionary<string, string>();

    /// <exception cref="ArgumentException">There is no forecaster of this name; the message lists those there are.</exception>
    public static IForecaster Create(string name, ForecasterSettings settings) =>
        (Find(name) ?? throw new ArgumentException(
            $"There is no forecaster '{name}', only {string.Join(", ", Names)}.", nameof(name)))
        .Create(settings);

    internal static IFittedForecaster Load(FittedModelSpec recipe, IReadOnlyDictionary<string, byte[]> files) =>
        (Find(recipe.Name) ?? throw new InvalidDataException(
            $"{FittedModelSpec.FileName} names the forecaster '{recipe.Name}', and this version knows only {string.Join(", ", Names)}."))
        .Load(recipe, files);

    private static Entry OfTrees(XgboostObjective objective) => new(
        objective.Name, s => new XgboostForecaster(objective, s.Features, s.Seed, s.TreesOf(objective.Name)),
        (recipe, files) => XgboostForecaster.Load(objective, recipe, files), XgboostForecaster.ShippedTrees(objective));

    private static Entry? Find(string name) => Array.Find(Entries, e => e.Name == name);
}
