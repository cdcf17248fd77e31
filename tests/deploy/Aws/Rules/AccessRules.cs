using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Volcast.Deploy.Aws.Tests.Rules;

/// <summary>Nothing is public, and nobody may do more than a name says. Each rule gives a line for each violation.</summary>
internal static partial class AccessRules
{
    /// <summary>Actions for which IAM knows no resource (Service Authorization Reference): no name can stand there.</summary>
    private static readonly HashSet<string> WithoutResource =
    [
        "ecr:GetAuthorizationToken", "batch:DescribeJobs", "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies",
        "logs:DescribeLogGroups",
    ];

    public static IEnumerable<string> PublicBuckets(Template template) =>
        from bucket in template.Resources("AWS::S3::Bucket")
        from setting in (string[])["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"]
        where !bucket.Properties["PublicAccessBlockConfiguration"]?[setting].IsTrue() ?? true
        select $"{bucket.Id}: {setting} is not set";

    /// <summary>Who may do something with a resource is a service or an account, never everybody.</summary>
    public static IEnumerable<string> Everybody(Template template) =>
        from statement in Statement.OfResources(template)
        where statement.Principals.Contains("*")
        select $"{statement.Owner}: everybody may {string.Join(", ", statement.Actions)}";

    /// <summary>From the internet, port 443 of a load balancer is open, and nothing else.</summary>
    public static IEnumerable<string> OpenPorts(Template template)
    {
        var entries = template.Resources("AWS::ElasticLoadBalancingV2::LoadBalancer")
            .SelectMany(one => one.Properties["SecurityGroups"].Items()).Select(one => one.ToJsonString()).ToHashSet();
        var rules = template.Resources("AWS::EC2::SecurityGroup")
            .SelectMany(group => group.Properties["SecurityGroupIngress"].Items()
                .Select(rule => (group.Id, Group: $$"""{"Fn::GetAtt":["{{group.Id}}","GroupId"]}""", Rule: rule)))
            .Concat(template.Resources("AWS::EC2::SecurityGroupIngress")
                .Select(one => (one.Id, Group: one.Properties["GroupId"].Text(), Rule: (JsonNode)one.Properties)));
        return from rule in rules
               where rule.Rule["CidrIp"].Text() == "0.0.0.0/0" || rule.Rule["CidrIpv6"].Text() == "::/0"
               where !(entries.Contains(rule.Group) && rule.Rule["FromPort"].Text() == "443" && rule.Rule["ToPort"].Text() == "443")
               select $"{rule.Id}: ports {rule.Rule["FromPort"].Text()} to {rule.Rule["ToPort"].Text()} are open to the internet";
    }

    /// <summary>No action and no resource of a role is a wildcard where a name can stand.</summary>
    public static IEnumerable<string> Wildcards(Template template)
    {
        foreach (var statement in Statement.OfRoles(template))
        {
            foreach (var action in statement.Actions.Where(action => action.Contains('*', StringComparison.Ordinal)))
                yield return $"{statement.Owner}: the action {action}";
            foreach (var resource in statement.Resources.Where(resource => resource.Contains('*', StringComparison.Ordinal)))
                if (resource == "*" ? !statement.Actions.All(WithoutResource.Contains) : !NamedBeforeTheWildcard().IsMatch(resource))
                    yield return $"{statement.Owner}: the resource {resource} for {string.Join(", ", statement.Actions)}";
        }
        foreach (var (id, role) in template.Resources("AWS::IAM::Role"))
        {
            foreach (var policy in role["ManagedPolicyArns"].Items())
                yield return $"{id}: the managed policy {policy.Text()}";
            if (role["Policies"] is not null)
                yield return $"{id}: inline policies, which this rule does not read";
        }
    }

    /// <summary>The role of a workflow trusts one environment of one repository, by numeric ids.</summary>
    public static IEnumerable<string> WorkflowTrust(Template template) =>
        from role in template.Resources("AWS::IAM::Role")
        from statement in role.Properties["AssumeRolePolicyDocument"]!["Statement"].Items()
        where statement["Action"].Text() == "sts:AssumeRoleWithWebIdentity"
        let equal = statement["Condition"]?["StringEquals"]
        where !ImmutableSubject().IsMatch(equal?["token.actions.githubusercontent.com:sub"].Text() ?? "")
            || equal?["token.actions.githubusercontent.com:aud"].Text() != "sts.amazonaws.com"
        select $"{role.Id}: trusts {statement["Condition"].Text()}";

    // Objects under a prefix, tasks of a cluster, jobs, streams of a log group: the last part is an id that AWS makes up.
    [GeneratedRegex(@"(/(data|inbox|plans|report|mlflow)/\*|:task/"",\{""Ref"":""\w+""\},""/\*|:job/\*)""\]\]\}$")]
    private static partial Regex NamedBeforeTheWildcard();

    [GeneratedRegex("^repo:[0-9A-Za-z-]+@[0-9]+/[0-9A-Za-z._-]+@[0-9]+:environment:(small|dev|prod)$")]
    private static partial Regex ImmutableSubject();
}
