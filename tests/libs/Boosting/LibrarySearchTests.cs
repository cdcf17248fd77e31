using Volcast.Boosting.Interop;

namespace Volcast.Boosting.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class LibrarySearchTests
{
    private static readonly Func<string, string?> NothingSet = _ => null;

    [Fact]
    public void A_file_that_is_named_is_the_only_candidate()
    {
        using var folder = new TemporaryFolder();
        var search = LibrarySearch.For(name => name switch
        {
            "XGBOOST_LIBRARY" => folder["mine.so"],
            "VOLCAST_TOOLS" => folder["tools"],
            _ => null,
        }, folder.Path);

        Assert.Equal([folder["mine.so"]], search.Candidates);
        var exception = Assert.Throws<XGBoostNotFoundException>(() => NativeLibraryResolver.Load(search));
        Assert.Contains($"{folder["mine.so"]} (no such file)", exception.Message);
        Assert.Contains("XGBOOST_LIBRARY", exception.Message);
    }

    [Fact]
    public void The_tools_folder_comes_before_the_system()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names of Linux");
        using var folder = new TemporaryFolder();
        var search = LibrarySearch.For(name => name == "VOLCAST_TOOLS" ? folder["tools"] : null, folder.Path);

        Assert.Equal([folder["tools/xgboost/libxgboost.so.0"], "libxgboost.so.0", "libxgboost.so"], search.Candidates);
    }

    [Fact]
    public void Without_it_the_tools_of_the_repository_above_the_application_are_used()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names of Linux");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["cli/bin/net10.0"]);
        Assert.Equal(["libxgboost.so.0", "libxgboost.so"], LibrarySearch.For(NothingSet, folder["cli/bin/net10.0"]).Candidates);

        File.WriteAllText(folder["Volcast.slnx"], "");
        var first = LibrarySearch.For(NothingSet, folder["cli/bin/net10.0"]).Candidates[0];
        Assert.Equal(folder[".tools/xgboost/libxgboost.so.0"], first);
    }

    [Fact]
    public void When_nothing_loads_the_message_lists_the_attempts_and_what_to_do()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names of Linux");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["damaged.so"], "not a library");
        var search = LibrarySearch.For(NothingSet, folder.Path) with
        {
            Candidates = [folder["absent.so"], folder["damaged.so"], "libno-such-xgboost.so.0"],
        };

        var exception = Assert.Throws<XGBoostNotFoundException>(() => NativeLibraryResolver.Load(search));
        Assert.Contains($"{folder["absent.so"]} (no such file)", exception.Message);
        Assert.Contains($"{folder["damaged.so"]} (", exception.Message);
        Assert.Contains("libno-such-xgboost.so.0 (", exception.Message);
        Assert.Contains("./volcast setup", exception.Message);
        Assert.DoesNotContain("\n", exception.Message);
    }

    [Fact]
    public void Another_library_is_skipped_and_the_next_candidate_loaded()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names of Linux");
        var search = new LibrarySearch(["libc.so.6"], "");
        var exception = Assert.Throws<XGBoostNotFoundException>(() => NativeLibraryResolver.Load(search));
        Assert.Contains("libc.so.6 (not libxgboost)", exception.Message);

        var (handle, location) = NativeLibraryResolver.Load(new(["libc.so.6", XGBoostLibrary.Location], ""));
        Assert.NotEqual(0, handle);
        Assert.Equal(XGBoostLibrary.Location, location);
    }
}
