namespace Volcast.ApiContract.Operations;

/// <summary><c>GET /</c>: what answers here, and where its documentation is.</summary>
/// <param name="Product">Volcast.</param>
/// <param name="ProductVersion">The version of the running program.</param>
/// <param name="Commit">The commit that it was built from; empty if the build does not state it.</param>
/// <param name="Documentation">The path of the documentation for people.</param>
/// <param name="Openapi">The path of the OpenAPI document.</param>
/// <param name="Health">The path of the probe that says what is served.</param>
public sealed record ServiceDocument(
    string Product, string ProductVersion, string Commit, string Documentation, string Openapi, string Health);
