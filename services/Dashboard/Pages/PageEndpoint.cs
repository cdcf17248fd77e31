using System.Xml.Linq;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Volcast.Reports;
using Volcast.Services.Dashboard.ApiAccess;
using Volcast.Services.Dashboard.Exports;
using Volcast.Services.Dashboard.Layout;
using Volcast.Services.Dashboard.SignIn;
using Volcast.Services.Dashboard.Theme;

namespace Volcast.Services.Dashboard.Pages;

/// <summary>Answers the routes of the pages and of their tables.</summary>
internal sealed partial class PageEndpoint(
    ApiSessions sessions, DashboardOptions options, IAntiforgery antiforgery, TimeProvider clock, ILogger<PageEndpoint> log)
{
    /// <summary>The targets without a model that the picker offers, at most.</summary>
    private const int MostSymbols = 100;

    private static readonly string[] TableFormats = ["csv", "xlsx", "html"];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var page in PageList.All)
        {
            routes.MapGet(page.Route, context => ShowAsync(context, page));
            foreach (var format in TableFormats)
                routes.MapGet($"{page.Route.TrimEnd('/')}/tables/{{name}}.{format}",
                    (HttpContext context, string name) => TableAsync(context, page, name, format));
        }
        routes.MapFallback(context => ShowAsync(context, page: null));
    }

    /// <summary>Draws a model that is not one of a page in the navigation.</summary>
    public IResult Draw<TComponent>(HttpContext context, PageModel model, string title, int status) =>
        Draw(context, Frame(context, page: null, PageRequest.Of(context.Request.Query).Request, title), model, typeof(TComponent),
            status);

    private async Task ShowAsync(HttpContext context, DashboardPage? page)
    {
        var (request, problem) = PageRequest.Of(context.Request.Query);
        var reader = ApiReader.Of(context, sessions, options, request);
        var asked = reader.Apart().ForecastAsync();
        var symbols = page is null ? Task.FromResult<IReadOnlyList<string>>([]) : SymbolsAsync(reader);
        var model = await ModelAsync(context, page, request, problem, reader);
        var newest = await asked;
        // A page with figures shows this forecast's day too. One that says why it has none depends on its own answers alone.
        if (model is not StateModel)
            reader.Notes.Add(newest);
        await symbols;
        if (reader.Notes.IsUnauthorized)
        {
            await Refused(context, context.Request.GetEncodedPathAndQuery()).ExecuteAsync(context);
            return;
        }
        var frame = Frame(context, page, request, Title(page, model)) with
        {
            Symbols = await symbols,
            ForecastOrigin = newest.Outage is null ? newest.Document?.ForecastOrigin : null,
            SessionsBehind = newest.Document?.SessionsBehind,
            DataKind = newest.Document?.DataKind,
            Outage = reader.Notes.Outage,
            ShowsEarlierState = reader.Notes.HasEarlierDocument,
            Age = clock.GetUtcNow() - (reader.Notes.OldestDocument ?? clock.GetUtcNow()),
            StaleReason = reader.Notes.StaleReason,
            State = StateEndpoint.Token(newest, isWhole: reader.Notes.Outage is null),
        };
        var status = model is StateModel state ? state.Status : StatusCodes.Status200OK;
        await Draw(context, frame, model, page?.ComponentOf(model) ?? typeof(StatePage), status).ExecuteAsync(context);
    }

    private async Task<PageModel> ModelAsync(
        HttpContext context, DashboardPage? page, PageRequest request, StateModel? problem, ApiReader reader)
    {
        if (page is null)
            return new StateModel(StatusCodes.Status404NotFound, "This page does not exist",
                $"There is no page {context.Request.Path}. The navigation above has all pages.");
        if (problem is not null)
            return problem;
        try
        {
            return await page.LoadAsync(request, reader);
        }
        catch (AddressException wrong)
        {
            return new StateModel(StatusCodes.Status400BadRequest, "This address is not known", wrong.Message);
        }
        // The outermost place of a page: whatever went wrong is logged, and the person gets a page that says so.
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            Failed(log, failed, page.Name);
            return new StateModel(StatusCodes.Status500InternalServerError, "This page failed",
                $"The error is in the dashboard's log under {context.TraceIdentifier}. The other pages may work.");
        }
    }

    private async Task<IResult> TableAsync(HttpContext context, DashboardPage page, string name, string format)
    {
        var (request, problem) = PageRequest.Of(context.Request.Query);
        var reader = ApiReader.Of(context, sessions, options, request);
        var model = await ModelAsync(context, page, request, problem, reader);
        if (reader.Notes.IsUnauthorized)
            return Refused(context, page.Route);
        if (model.Tables.FirstOrDefault(table => table.Name == name) is not { } found)
            return Draw<StatePage>(context, model as StateModel ?? new StateModel(StatusCodes.Status404NotFound,
                "This table does not exist", $"The page {page.Name} has no table {name}."), page.Name,
                StatusCodes.Status404NotFound);
        context.Response.Headers.CacheControl = "no-store";
        var file = $"{model.Symbol ?? "volcast"}-{name}.{format}";
        return format switch
        {
            "xlsx" => Results.File(WorkbookExport.Of(found), WorkbookExport.ContentType, file),
            // A part of a page, which the element of a chart adds when somebody asks for a value.
            "html" => Results.Content(HtmlTable.Of(found).ToString(SaveOptions.DisableFormatting), "text/html; charset=utf-8"),
            _ => Results.File(System.Text.Encoding.UTF8.GetBytes(CsvExport.Of(found)), CsvExport.ContentType, file),
        };
    }

    /// <summary>The form, where people have keys of their own. Behind a load balancer the one key is the dashboard's.</summary>
    private IResult Refused(HttpContext context, string back)
    {
        if (options.Balancer is null)
        {
            KeyCookie.Delete(context);
            return Results.LocalRedirect(KeyCookie.KeyOf(context) is null
                ? SignInEndpoints.Link(back) : SignInEndpoints.LinkAfterRefusal(back));
        }
        return Draw<StatePage>(context, new StateModel(StatusCodes.Status503ServiceUnavailable,
            "The API refused the key of this dashboard",
            "The key has expired or was revoked. The operator of the dashboard sets a new one in VOLCAST_DASHBOARD_KEY."),
            "Refused", StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The served targets: those with a model, or all while none has one. A service with too many to list refuses; the
    /// picker is a field for text then.</summary>
    private static async Task<IReadOnlyList<string>> SymbolsAsync(ApiReader reader) =>
        (await reader.AllModelsAsync()).Document is not { } models ? []
            : models.Models.Count > 0 ? [.. models.Models.Select(model => model.Symbol).Distinct()]
            : (await reader.TargetsAsync(MostSymbols, offset: 0)).Document is { } targets
                ? [.. targets.Targets.Select(target => target.Symbol)]
                : [];

    private PageFrame Frame(HttpContext context, DashboardPage? page, PageRequest request, string title)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return new()
        {
            Page = page,
            Request = request,
            Title = title,
            Theme = ThemeEndpoint.Of(context.Request),
            Here = context.Request.GetEncodedPathAndQuery(),
            IsSignedIn = KeyCookie.KeyOf(context) is not null,
            Antiforgery = (tokens.FormFieldName, tokens.RequestToken!),
        };
    }

    private static string Title(DashboardPage? page, PageModel model) =>
        model is StateModel state ? state.Heading
        : model.Symbol is { } symbol ? $"{page!.Name} · {symbol}"
        : page!.Name;

    private static RazorComponentResult<Document> Draw(
        HttpContext context, PageFrame frame, PageModel model, Type component, int status)
    {
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<Document>(new Dictionary<string, object?>
        {
            [nameof(Document.Frame)] = frame,
            [nameof(Document.Model)] = model,
            [nameof(Document.Component)] = component,
        })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The page {Page} failed.")]
    private static partial void Failed(ILogger logger, Exception failed, string page);
}
