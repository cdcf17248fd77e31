using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Volcast.Services.Monitoring.Tests.Alerts;

/// <summary>A certificate that nobody has signed.</summary>
internal static class SelfSignedCertificate
{
    /// <summary>A new certificate of localhost with its key.</summary>
    public static X509Certificate2 Create()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(
            new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
