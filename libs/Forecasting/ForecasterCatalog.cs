namespace Volcast.Forecasting;

/// <summary>The settings of the forecasters of one target.</summary>
public sealed record ForecasterSettings
{
    /// <summary>The 21 columns of <c>features.L1</c>, in their order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The column of the target's implied-volatility index, in points.</summary>
    public string ImpliedVolatility { get; init; } = "vix";

    /// <summary>The columns of <c>features.L2</c> with the range volatility of the last day, week and month, annualised
    /// decimal.</summary>
    public IReadOnlyList<string> RangeVolatilities { get; init; } = ["range_vol_1d", "range_vol_5d", "range_vol_22d"];

    /// <summary>Random seed of every draw; the default is 0, as XGBoost's.</summary>
    public int Seed { get; init; }

    /// <summary>Model → parameters of its trees that replace the shipped ones (<see cref="Forecasting.TreeParameters"/>);
    /// empty by default.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> TreeParameters { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The universal slopes to choose from; null, the default, for the shipped ones.</summary>
    public IReadOnlyList<UniversalSlopes>? Slopes { get; init; }

    /// <summary>Whether the shipped recipe is fitted without its trees, which shows what they add.</summary>
    public bool LeavesOutTrees { get; init; }

    /// <summary>The parameters of one model; null for the shipped ones.</summary>
    internal IReadOnlyDictionary<string, string>? TreesOf(string model) => TreeParameters.GetValueOrDefault(model);
}

/// <summary>Every forecaster by its name. A new forecaster needs its class and a line here.</summary>
public static class ForecasterCatalog
{
    /// <summary>The revision of the recipes. Raise it with every change that makes a recipe learn or store something else from
    /// the same data.</summary>
    public const int RecipeRevision = 8;

    /// <summary>The shipped recipe: the model that a training registers if nothing speaks against it.</summary>
    public const string Shipped = VolcastForecaster.ModelName;

    /// <summary>The benchmark, which every other recipe must beat (Corsi 2009). It needs past returns only.</summary>
    public const string Benchmark = Har.ModelName;

    /// <summary>The recipe of universal slopes, which needs a year of history only.</summary>
    public const string Universal = UniversalForecaster.ModelName;

    private sealed record Entry(
        string Name,
        Func<ForecasterSettings, IForecaster> Create,
        Func<FittedModelSpec, IReadOnlyDictionary<string, byte[]>, IFittedForecaster> Load,
        Func<int, IReadOnlyDictionary<string, string>>? Trees = null);

    private static readonly Entry[] Entries =
    [
        new(VolcastForecaster.ModelName,
            s => new VolcastForecaster(s.Features, s.Seed, s.TreesOf(VolcastForecaster.ModelName), s.Slopes,
                s.LeavesOutTrees),
            VolcastForecaster.Load, VolcastForecaster.ShippedTrees),
        new(Har.ModelName, _ => new Har(), (spec, _) => Har.Load(spec)),
        new(VixCalibrated.ModelName, s => new VixCalibrated(s.ImpliedVolatility), (spec, _) => VixCalibrated.Load(spec)),
        OfTrees(XgboostObjective.SquaredErrorOfVolatility),
        OfTrees(XgboostObjective.GammaLikelihoodOfVariance),
        new(LogHarRange.ModelName, s => new LogHarRange(s.RangeVolatilities), (spec, _) => LogHarRange.Load(spec)),
        new(UniversalForecaster.ModelName, s => new UniversalForecaster(s.Slopes), (spec, _) => UniversalForecaster.Load(spec)),
        new(HarRange.ModelName, s => new HarRange(s.RangeVolatilities), (spec, _) => HarRange.Load(spec)),
        new(Shar.ModelName, _ => new Shar(), (spec, _) => Shar.Load(spec)),
        new(PathDependentVolatility.ModelName, _ => new PathDependentVolatility(),
            (spec, _) => PathDependentVolatility.Load(spec)),
        new(VixRaw.ModelName, s => new VixRaw(s.ImpliedVolatility), (spec, _) => VixRaw.Load(spec)),
        new(RollingVariance.WeekName, _ => new RollingVariance(5), (spec, _) => RollingVariance.Load(spec, 5)),
        new(RollingVariance.MonthName, _ => new RollingVariance(22), (spec, _) => RollingVariance.Load(spec, 22)),
        new(Ewma.ModelName, _ => new Ewma(), (spec, _) => Ewma.Load(spec)),
        new(Garch.ModelName, _ => new Garch(), (spec, _) => Garch.Load(spec)),
        new(GjrGarchT.ModelName, _ => new GjrGarchT(), (spec, _) => GjrGarchT.Load(spec)),
        new(Egarch.ModelName, _ => new Egarch(), (spec, _) => Egarch.Load(spec)),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(e => e.Name)];

    /// <summary>The forecasters with trees, whose parameters a search may choose.</summary>
    public static IReadOnlyList<string> NamesWithTrees { get; } =
        [.. Entries.Where(e => e.Trees is not null).Select(e => e.Name)];

    /// <summary>The shipped tree parameters that a search may replace, of a fit for a horizon in sessions; empty for a model without
    /// trees.</summary>
    public static IReadOnlyDictionary<string, string> ShippedTrees(string name, int horizon) =>
        Find(name)?.Trees?.Invoke(horizon) ?? new Dictionary<string, string>();

    /// <exception cref="ArgumentException">There is no forecaster of this name; the message lists all names.</exception>
    public static IForecaster Create(string name, ForecasterSettings settings) =>
        (Find(name) ?? throw new ArgumentException(
            $"There is no forecaster '{name}'. There are {string.Join(", ", Names)}.", nameof(name)))
        .Create(settings);

    internal static IFittedForecaster Load(FittedModelSpec spec, IReadOnlyDictionary<string, byte[]> files) =>
        (Find(spec.Name) ?? throw new InvalidDataException(
            $"{FittedModelSpec.FileName} names the forecaster '{spec.Name}', but this version has only "
            + $"{string.Join(", ", Names)}."))
        .Load(spec, files);

    private static Entry OfTrees(XgboostObjective objective) => new(
        objective.Name, s => new XgboostForecaster(objective, s.Features, s.Seed, s.TreesOf(objective.Name)),
        (spec, files) => XgboostForecaster.Load(objective, spec, files), _ => XgboostForecaster.ShippedTrees(objective));

    private static Entry? Find(string name) => Array.Find(Entries, e => e.Name == name);
}
