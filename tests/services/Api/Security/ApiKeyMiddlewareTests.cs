using Volcast.Hosting.Keys;

namespace Volcast.Services.Api.Tests.Security;

[Trait(Category.Name, Category.Integration)]
public sealed class ApiKeyMiddlewareTests(ApiKeyMiddlewareTests.Locked api) : IClassFixture<ApiKeyMiddlewareTests.Locked>
{
    [Fact]
    public async Task Without_a_key_only_probes_and_documentation_answer()
    {
        await api.ProblemAsync("/v1/forecasts/latest", 401, "key_missing", "Authorization");
        await api.ProblemAsync("/metrics", 401, "key_missing", "Authorization");
        foreach (var open in new[] { "/health/live", "/health/ready", "/ping", "/openapi/v1.json" })
            Assert.True((await api.Http.GetAsync(open, TestContext.Current.CancellationToken)).IsSuccessStatusCode, open);
    }

    [Fact]
    public async Task Scope_read_opens_the_data_and_scope_admin_everything()
    {
        await SendAsync(api.Reader, "/v1/forecasts/latest", 200);
        await api.ProblemAsync(Request(api.Reader, "/metrics"), 403, "scope_missing", "Authorization");
        await SendAsync(api.Admin, "/metrics", 200);
        await SendAsync(api.Admin, "/v1/admin/refresh", 204, HttpMethod.Post);
        await api.ProblemAsync(Request(api.Reader, "/v1/admin/refresh", HttpMethod.Post), 403, "scope_missing", "Authorization");
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        var last = api.Reader[^1] == 'A' ? 'B' : 'A';
        foreach (var wrong in new[] { "x", api.Reader[..^1] + last, api.Reader + "A", "vk_00000000_" + new string('A', 43) })
            await api.ProblemAsync(Request(wrong, "/v1/forecasts/latest"), 401, "key_unknown", "Authorization");
    }

    [Fact]
    public async Task A_revoked_key_stops_working_without_a_restart()
    {
        var (kept, key) = ApiKey.Create("short-lived", KeyScope.Read, api.Clock.Now);
        api.Keys.Add(kept);
        await SendAsync(api.Admin, "/v1/admin/refresh", 204, HttpMethod.Post);
        await SendAsync(key, "/v1/quality", 200);
        Assert.NotNull(api.Keys.Remove(kept.Id));
        File.SetLastWriteTimeUtc(api.Keys.Path, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await SendAsync(api.Admin, "/v1/admin/refresh", 204, HttpMethod.Post);
        await api.ProblemAsync(Request(key, "/v1/quality"), 401, "key_unknown", "Authorization");
    }

    [Fact]
    public async Task An_expired_key_is_refused_and_says_so()
    {
        var end = api.Clock.Now.AddHours(1);
        var (kept, key) = ApiKey.Create("short-lived", KeyScope.Read, api.Clock.Now, "ana", end);
        api.Keys.Add(kept);
        await SendAsync(api.Admin, "/v1/admin/refresh", 204, HttpMethod.Post);
        await SendAsync(key, "/v1/quality", 200);
        api.Clock.Now = end;
        var problem = await api.ProblemAsync(Request(key, "/v1/quality"), 401, "key_expired", "Authorization");
        api.Clock.Now = end.AddHours(-1);
        Assert.Contains($"expired at {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC", problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_use_is_stored_once_an_hour_and_when_the_service_stops()
    {
        var used = new Locked();
        await using (used)
        {
            await used.InitializeAsync();
            var start = used.Clock.Now;
            await SendAsync(used, used.Reader, start);
            Assert.Equal(start, Stored(used)["reader"]);

            await SendAsync(used, used.Reader, start.AddMinutes(59));
            Assert.Equal(start, Stored(used)["reader"]);

            await SendAsync(used, used.Reader, start.AddMinutes(61));
            Assert.Equal(start.AddMinutes(61), Stored(used)["reader"]);

            await SendAsync(used, used.Reader, start.AddMinutes(70));
            await used.StopAsync();
            Assert.Equal(start.AddMinutes(70), Stored(used)["reader"]);
        }

        static async Task SendAsync(Locked service, string key, DateTimeOffset now)
        {
            service.Clock.Now = now;
            using var answer = await service.Http.SendAsync(Request(key, "/v1/models"), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode);
            service.RefreshKeys();
        }

        static Dictionary<string, DateTimeOffset> Stored(Locked service)
        {
            var uses = new KeyUseFile(Path.Combine(Path.GetDirectoryName(service.Keys.Path)!, KeyUseFile.FileName)).Read();
            return service.Keys.Read().Where(key => uses.ContainsKey(key.Id)).ToDictionary(key => key.Name, key => uses[key.Id]);
        }
    }

    [Fact]
    public async Task After_the_first_key_requests_always_need_one()
    {
        await using var open = new ApiUnderTest();
        await open.InitializeAsync();
        await open.GetJsonAsync("/v1/quality");
        var (kept, key) = ApiKey.Create("first", KeyScope.Admin, open.Clock.Now);
        open.Keys.Add(kept);
        Assert.True(
            (await open.Http.PostAsync("/v1/admin/refresh", null, TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        await open.ProblemAsync("/v1/quality", 401, "key_missing", "Authorization");
        using var shown = await open.Http.SendAsync(Request(key, "/v1/quality"), TestContext.Current.CancellationToken);
        Assert.True(shown.IsSuccessStatusCode);
        File.Delete(open.Keys.Path);
        using var refresh = Request(key, "/v1/admin/refresh", HttpMethod.Post);
        Assert.True((await open.Http.SendAsync(refresh, TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        await open.ProblemAsync("/v1/quality", 401, "key_missing", "Authorization");
    }

    [Fact]
    public async Task Without_a_key_the_error_text_is_hidden()
    {
        Directory.Move(api.LakeFolder, api.LakeFolder + ".away");
        await SendAsync(api.Admin, "/v1/admin/refresh", 204, HttpMethod.Post);
        var document = await api.GetJsonAsync("/health/ready");
        Directory.Move(api.LakeFolder + ".away", api.LakeFolder);
        await SendAsync(api.Admin, "/v1/admin/refresh", 204, HttpMethod.Post);
        Assert.Equal("degraded", document.GetProperty("state").GetString());
        Assert.DoesNotContain(
            "/", document.GetProperty("series")[0].GetProperty("last_error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_keys_meet_a_limit_and_a_right_key_from_the_same_address_does_not()
    {
        await using var guessed = new Locked();
        await guessed.InitializeAsync();
        var statuses = new List<int>();
        for (var i = 0; i < 60; i++)
        {
            using var answer = await guessed.Http.SendAsync(
                Request($"vk_{i:x8}_{new string('A', 43)}", "/v1/quality"), TestContext.Current.CancellationToken);
            statuses.Add((int)answer.StatusCode);
        }
        Assert.All(statuses.Take(20), status => Assert.Equal(401, status));
        await guessed.ProblemAsync(Request("x", "/v1/quality"), 429, "too_many_requests", "Authorization");
        using var right = await guessed.Http.SendAsync(
            Request(guessed.Reader, "/v1/quality"), TestContext.Current.CancellationToken);
        Assert.True(right.IsSuccessStatusCode);
    }

    [Fact]
    public async Task The_sample_values_of_a_service_with_keys_are_not_its_data()
    {
        var document = await api.GetJsonAsync("/openapi/v1.json");
        var row = document.GetProperty("paths").GetProperty("/v1/predictions").GetProperty("post").GetProperty("requestBody")
            .GetProperty("content").GetProperty("application/json").GetProperty("example").GetProperty("rows")[0];
        Assert.All(row.EnumerateObject(), input => Assert.Equal(1, input.Value.GetDouble()));
    }

    [Fact]
    public void The_file_holds_no_key()
    {
        var kept = File.ReadAllText(api.Keys.Path);
        Assert.DoesNotContain(api.Reader[12..], kept, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(api.Keys.Path));
    }

    private async Task SendAsync(string key, string path, int status, HttpMethod? method = null)
    {
        using var answer = await api.Http.SendAsync(Request(key, path, method), TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    private static HttpRequestMessage Request(string key, string path, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return request;
    }

    /// <summary>A service with two keys.</summary>
    public sealed class Locked : ApiUnderTest
    {
        public string Reader { get; private set; } = "";
        public string Admin { get; private set; } = "";

        protected override Task BeforeStartAsync()
        {
            (var reader, Reader) = ApiKey.Create("reader", KeyScope.Read, Clock.Now);
            (var admin, Admin) = ApiKey.Create("admin", KeyScope.Admin, Clock.Now);
            Keys.Add(reader);
            Keys.Add(admin);
            return Task.CompletedTask;
        }
    }
}
