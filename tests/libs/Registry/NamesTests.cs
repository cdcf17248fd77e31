using CsCheck;

namespace Volcast.Registry.Tests;

public sealed class NamesTests
{
    [Theory]
    [InlineData("SPY", 5, "volcast-SPY-5d")]
    [InlineData("^VIX", 22, "volcast-_5EVIX-22d")]
    [InlineData("VIX", 22, "volcast-VIX-22d")]
    [InlineData("BRK-B", 1, "volcast-BRK-B-1d")]
    [InlineData("GS2C.DE", 5, "volcast-GS2C.DE-5d")]
    [InlineData("EURUSD=X", 10, "volcast-EURUSD_3DX-10d")]
    [InlineData("a/b%_é", 5, "volcast-a_2Fb_25_5F_C3_A9-5d")]
    public void A_model_is_named_after_symbol_and_horizon(string symbol, int horizon, string name) =>
        Assert.Equal(name, ModelName.For(symbol, horizon));

    [Fact]
    public void No_two_symbols_have_the_same_name_and_every_name_is_valid() =>
        Gen.Select(Gen.String[1, 8], Gen.String[1, 8]).Where((a, b) => a.Trim() != "" && b.Trim() != "" && IsText(a) && IsText(b))
            .Sample((a, b) =>
            {
                NamingRules.RequireModel(ModelName.For(a, 5));
                return (a == b) == (ModelName.For(a, 5) == ModelName.For(b, 5));
            });

    [Fact]
    public void A_model_needs_a_symbol_and_a_horizon()
    {
        Assert.Throws<ArgumentException>(() => ModelName.For(" ", 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelName.For("SPY", 0));
    }

    [Fact]
    public void A_run_id_is_the_beginning_of_a_digest()
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223",
            Run.IdFrom("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"));
        Assert.Throws<RegistryException>(() => Run.IdFrom("ba7816bf"));
        Assert.Throws<RegistryException>(() => Run.IdFrom("no hexadecimal digits, but more than 32"));
    }

    [Theory]
    [InlineData("champion")]
    [InlineData("a-b_C9")]
    [InlineData("version1")]
    public void An_alias_of_letters_digits_and_dashes_is_valid(string alias) => NamingRules.RequireAlias(alias);

    [Theory]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData("Latest")]
    [InlineData("v1")]
    [InlineData("V22")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("champion\n")]
    public void An_alias_that_MLflow_reserves_or_refuses_is_refused(string alias) =>
        Refused(() => NamingRules.RequireAlias(alias));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a:b")]
    [InlineData("50%")]
    [InlineData("two\nlines")]
    public void A_model_name_that_is_not_a_folder_name_is_refused(string name) => Refused(() => NamingRules.RequireModel(name));

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/./b")]
    [InlineData("a*b")]
    [InlineData("a\n")]
    public void A_key_that_is_not_a_valid_path_is_refused(string key) => Refused(() => NamingRules.RequireKey("tag", key));

    [Fact]
    public void Two_keys_where_one_is_the_folder_of_the_other_are_refused()
    {
        NamingRules.RequireKeys("metric", ["qlike", "qlike.har", "fold/1", "fold/2"]);
        Refused(() => NamingRules.RequireKeys("metric", ["fold/1/qlike", "fold/1"]));
    }

    [Fact]
    public void Values_that_a_server_would_cut_without_an_error_are_refused()
    {
        NamingRules.RequireParam("p", new string('x', 6000));
        Refused(() => NamingRules.RequireParam("p", new string('x', 6001)));
        Refused(() => NamingRules.RequireParam("p", "two\nlines"));
        // The limits of MLflow 3.11; Volcast's own tags also fit into a server of 2.12.
        NamingRules.RequireTag("t", new string('x', 100_000));
        Refused(() => NamingRules.RequireTag("t", new string('x', 100_001)));
        NamingRules.RequireTag("volcast.t", new string('x', 5000));
        Refused(() => NamingRules.RequireTag("volcast.t", new string('x', 5001)));
        NamingRules.RequireRunTag("t", new string('x', 8000));
        Refused(() => NamingRules.RequireRunTag("t", new string('x', 8001)));
    }

    [Fact]
    public void Colons_are_allowed_as_in_MLflow_3_11()
    {
        if (!OperatingSystem.IsWindows())
            NamingRules.RequireKeys("metric", ["live:qlike", "team:x"]);
    }

    [Fact]
    public void The_rules_apply_to_every_part_of_a_run()
    {
        var run = SampleRegistration.Of().Run;
        NamingRules.RequireRun(run);
        Refused(() => NamingRules.RequireRun(run with { Id = "abc" }));
        Refused(() => NamingRules.RequireRun(run with { Id = new string('A', 32) }));
        Refused(() => NamingRules.RequireRun(run with { Experiment = "" }));
        var unmeasured = new Dictionary<string, IReadOnlyList<MetricPoint>> { ["m"] = [] };
        Refused(() => NamingRules.RequireRun(run with { Metrics = unmeasured }));
        Refused(() => NamingRules.RequireRun(run with { Params = new Dictionary<string, string> { ["a*b"] = "" } }));
    }

    private static bool IsText(string s) => !s.Any(char.IsSurrogate);

    private static void Refused(Action action) =>
        Assert.Equal(RegistryProblem.Invalid, Assert.Throws<RegistryException>(action).Problem);
}
