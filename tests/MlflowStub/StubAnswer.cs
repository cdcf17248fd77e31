using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Volcast.MlflowStub;

/// <summary>One response of the stub.</summary>
public sealed record StubAnswer(int Status, string ContentType, byte[] Body)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public StubAnswer(int status, string contentType, string body) : this(status, contentType, Encoding.UTF8.GetBytes(body))
    {
    }

    public static StubAnswer Nothing { get; } = Json([]);

    public static StubAnswer Json(JsonObject value) => new(200, "application/json", value.ToJsonString(Indented));

    public static StubAnswer Error(int status, string code, string message) => new(
        status, "application/json",
        new JsonObject { ["error_code"] = code, ["message"] = message }.ToJsonString());

    public static StubAnswer Text(int status, string text) => new(status, "text/plain", text);

    public static StubAnswer Html(int status, string title, string text) => new(status, "text/html; charset=utf-8",
        $"<!doctype html>\n<html lang=en>\n<title>{status} {title}</title>\n<h1>{title}</h1>\n<p>{text}</p>\n");
}

/// <summary>A refusal with MLflow's wording, as JSON.</summary>
internal sealed class StubError(int status, string code, string message) : Exception(message)
{
    public StubAnswer Answer => StubAnswer.Error(status, code, Message);

    public static StubError Invalid(string message) => new(400, "INVALID_PARAMETER_VALUE", message);

    public static StubError Missing(string parameter) => Invalid(
        $"Missing value for required parameter '{parameter}'. See the API docs for more information about request parameters.");

    public static StubError Absent(string message) => new(404, "RESOURCE_DOES_NOT_EXIST", message);

    public static StubError Exists(string message) => new(400, "RESOURCE_ALREADY_EXISTS", message);
}
