using System.Text.RegularExpressions;

namespace Volcast.Services.Dashboard.SignIn;

/// <summary>An AWS application load balancer that signs people in and says who they are.</summary>
/// <param name="Signer">Its ARN.</param>
/// <param name="Client">The client id under which the identity provider knows it.</param>
/// <param name="Keys">Where its public keys are; each is at the address plus its id.</param>
internal sealed partial record BalancerOptions(string Signer, string Client, Uri Keys)
{
    /// <summary>The options of a load balancer, whose keys AWS publishes for its region.</summary>
    /// <param name="signer">An ARN without a <see cref="Problem"/>.</param>
    /// <param name="client">The client id.</param>
    public static BalancerOptions Of(string signer, string client) =>
        new(signer, client, new($"https://public-keys.auth.elb.{Arn().Match(signer).Groups[1].Value}.amazonaws.com/"));

    /// <summary>What is wrong with an ARN; null for a valid one or none.</summary>
    public static string? Problem(string signer) => signer.Length == 0 || Arn().IsMatch(signer) ? null
        : "expected the ARN of an application load balancer, such as "
            + "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/volcast/0123456789abcdef";

    [GeneratedRegex("^arn:aws:elasticloadbalancing:([a-z0-9-]+):[0-9]{12}:loadbalancer/app/[^/]+/[0-9a-f]+$")]
    private static partial Regex Arn();
}
