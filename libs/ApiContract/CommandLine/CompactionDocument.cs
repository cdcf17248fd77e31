namespace Volcast.ApiContract.CommandLine;

/// <summary><c>volcast compact --json</c></summary>
/// <param name="Symbols">The symbols of which something was joined.</param>
/// <param name="DownloadCount">Downloads that were joined.</param>
/// <param name="FilesBefore">Files that held them.</param>
/// <param name="FilesAfter">Files that hold them now.</param>
/// <param name="BytesBefore">Bytes of the former.</param>
/// <param name="BytesAfter">Bytes of the latter.</param>
public sealed record CompactionDocument(
    IReadOnlyList<string> Symbols, int DownloadCount, int FilesBefore, int FilesAfter, long BytesBefore, long BytesAfter);
