using System.Text.Json.Nodes;

namespace Volcast.Deploy.Aws.Tests.Rules;

/// <summary>A statement of a policy that allows something.</summary>
/// <param name="Owner">The resource that has the policy.</param>
/// <param name="Json">The statement.</param>
internal sealed record Statement(string Owner, JsonObject Json)
{
    public IEnumerable<string> Actions => Json["Action"].Items().Select(one => one.Text());

    public IEnumerable<string> Resources => Json["Resource"].Items().Select(one => one.Text());

    public IEnumerable<string> Principals => Json["Principal"] switch
    {
        JsonObject by => by.SelectMany(one => one.Value.Items()).Select(one => one.Text()),
        var all => all.Items().Select(one => one.Text()),
    };

    /// <summary>What identities may do.</summary>
    public static IEnumerable<Statement> OfRoles(Template template) =>
        from type in (string[])["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"]
        from policy in template.Resources(type)
        from statement in Of(policy.Id, policy.Properties["PolicyDocument"])
        select statement;

    /// <summary>Who may do something with a resource, or take a role.</summary>
    public static IEnumerable<Statement> OfResources(Template template)
    {
        (string Type, string Property)[] places =
        [
            ("AWS::S3::BucketPolicy", "PolicyDocument"), ("AWS::SNS::TopicPolicy", "PolicyDocument"),
            ("AWS::SQS::QueuePolicy", "PolicyDocument"), ("AWS::KMS::Key", "KeyPolicy"),
            ("AWS::ECR::Repository", "RepositoryPolicyText"), ("AWS::IAM::Role", "AssumeRolePolicyDocument"),
        ];
        return from place in places
               from resource in template.Resources(place.Type)
               from statement in Of(resource.Id, resource.Properties[place.Property])
               select statement;
    }

    private static IEnumerable<Statement> Of(string owner, JsonNode? document) =>
        document?["Statement"].Items().Select(one => one.AsObject())
            .Where(one => one["Effect"].Text() == "Allow").Select(one => new Statement(owner, one)) ?? [];
}
