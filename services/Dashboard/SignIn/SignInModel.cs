using Volcast.Services.Dashboard.Pages;

namespace Volcast.Services.Dashboard.SignIn;

/// <summary>The form.</summary>
/// <param name="Back">The page to show afterwards.</param>
/// <param name="Problem">Why the last key was refused; null for the first look.</param>
public sealed record SignInModel(string Back, string? Problem) : PageModel;
