using System.Text.RegularExpressions;
using Volcast.Deploy.Aws.Cost;
using Volcast.Deploy.Aws.Daily;
using Volcast.Deploy.Aws.Network;
using Volcast.Deploy.Aws.Storage;

namespace Volcast.Deploy.Aws.Tests;

/// <summary>What the stacks contain.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(nameof(SharedSynthesis))]
public sealed class DeploymentTests(Synthesis synthesis)
{
    [Fact]
    public void The_same_options_give_the_same_templates() => Assert.Equal(
        synthesis.Of("prod").ToDictionary(one => one.Key, one => $"{one.Value}"),
        synthesis.Synthesise(Synthesis.Options("prod")).ToDictionary(one => one.Key, one => $"{one.Value}"));

    /// <summary>A change of any template is seen in a review. VOLCAST_WRITE_DOCS=1 writes the files anew.</summary>
    [Fact]
    public void The_templates_are_those_of_the_last_review()
    {
        var folder = Path.Combine(SharedData.RepositoryRoot, "tests", "deploy", "Aws", "Snapshots");
        foreach (var (stack, template) in synthesis.All.Where(one => !one.Key.StartsWith("volcast-dev", StringComparison.Ordinal)))
        {
            var file = Path.Combine(folder, $"{stack}.json");
            if (Environment.GetEnvironmentVariable("VOLCAST_WRITE_DOCS") == "1")
                File.WriteAllText(file, $"{template}");
            Assert.Equal(File.ReadAllText(file), $"{template}");
        }
    }

    [Fact]
    public void The_daily_run_starts_at_settlement_in_New_York()
    {
        var schedule = synthesis.All["volcast-prod"].One("AWS::Scheduler::Schedule");
        Assert.Equal(("cron(1 6 ? * TUE-SAT *)", "America/New_York"),
            (schedule["ScheduleExpression"].Text(), schedule["ScheduleExpressionTimezone"].Text()));
        Assert.Equal("""{"skip":"ingest,policy","retrain":true}""", schedule["Target"]!["Input"].Text());
        Assert.Equal("""{"skip":"ingest","retrain":false}""",
            synthesis.All["volcast-dev"].One("AWS::Scheduler::Schedule")["Target"]!["Input"].Text());
    }

    [Fact]
    public void The_ingest_function_stands_outside_the_network() =>
        Assert.Null(synthesis.All["volcast-prod"].One("AWS::Lambda::Function")["VpcConfig"]);

    [Fact]
    public void A_csv_deployment_reads_the_inbox_and_may_not_write_to_it()
    {
        var prod = synthesis.All["volcast-prod"];
        var variables = prod.One("AWS::Lambda::Function")["Environment"]!["Variables"]!;
        Assert.Equal("csv", variables["VOLCAST_SOURCE"].Text());
        Assert.EndsWith("\"/inbox\"]]}", variables["VOLCAST_CSV_PATH"].Text(), StringComparison.Ordinal);
        var inbox = prod.One("AWS::IAM::Policy", "IngestRoleDefaultPolicy")["PolicyDocument"]!["Statement"].Items()
            .Where(one => one["Resource"].Items()
                .Any(resource => resource.Text().Contains($"/{LakeBucket.Inbox}/", StringComparison.Ordinal)));
        Assert.Equal(["s3:GetObject"], inbox.SelectMany(one => one["Action"].Items()).Select(one => one.Text()));
    }

    [Fact]
    public void A_file_of_targets_is_in_the_inbox_and_read_by_each_task_that_needs_it()
    {
        var stack = synthesis.Synthesise(Synthesis.Options("dev", "mlflowImage=", "targets=@inbox/tickers.txt"))["volcast-dev"];
        Assert.Contains("/inbox/tickers.txt",
            stack.One("AWS::Lambda::Function")["Environment"]!["Variables"]!["VOLCAST_TARGETS"]!.Text(), StringComparison.Ordinal);
        foreach (var role in new[] { "IngestRole", "DailyRole", "PlanRole", "WebApiTaskRole" })
            Assert.Contains("/inbox/*", stack.One("AWS::IAM::Policy", role + "DefaultPolicy").ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("/inbox/*",
            synthesis.All["volcast-dev"].One("AWS::IAM::Policy", "DailyRoleDefaultPolicy").ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>A plan of ingest reads the csv files too.</summary>
    [Theory]
    [InlineData("PlanRole")]
    [InlineData("ArraysRole")]
    public void The_tasks_of_an_array_read_the_inbox_and_write_plans(string role)
    {
        var statements = synthesis.All["volcast-prod"].One("AWS::IAM::Policy", $"{role}DefaultPolicy")
            ["PolicyDocument"]!["Statement"].Items().ToArray();
        Assert.Equal(["s3:GetObject"], ActionsOn(LakeBucket.Inbox));
        Assert.Equal(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], ActionsOn(LakeBucket.Plans));
        Assert.Contains(statements, one => one["Action"].Text() == "s3:ListBucket"
            && one["Condition"]!["StringLikeIfExists"]!["s3:prefix"].Items().Any(prefix => prefix.Text() == $"{LakeBucket.Inbox}/*"));

        IEnumerable<string> ActionsOn(string prefix) => statements
            .Where(one => one["Resource"].Items().Any(resource => resource.Text().Contains($"/{prefix}/", StringComparison.Ordinal)))
            .SelectMany(one => one["Action"].Items()).Select(one => one.Text()).Distinct().Order(StringComparer.Ordinal);
    }

    [Fact]
    public void The_MLflow_server_may_pull_its_image_from_a_registry_of_AWS()
    {
        var digest = new string('0', 64);
        var template = synthesis.Synthesise(Synthesis.Options("dev",
            $"mlflowImage=111122223333.dkr.ecr.eu-central-1.amazonaws.com/tools/mlflow@sha256:{digest}"))["volcast-dev-mlflow"];
        var image = template.One("AWS::ECS::TaskDefinition")["ContainerDefinitions"]![0]!["Image"].Text();
        Assert.Contains("111122223333.dkr.ecr.eu-central-1.", image, StringComparison.Ordinal);
        Assert.EndsWith($"/tools/mlflow@sha256:{digest}\"]]}}", image, StringComparison.Ordinal);
        Assert.Contains(Rules.Statement.OfRoles(template), one => one.Actions.Contains("ecr:BatchGetImage")
            && one.Resources.All(resource => resource.Contains(":repository/tools/mlflow", StringComparison.Ordinal)));
        Assert.Empty(Rules.AccessRules.Wildcards(template));
    }

    /// <summary>Another schedule of the account would keep the alarm silent.</summary>
    [Fact]
    public void The_alarm_about_the_schedule_counts_this_schedule_alone()
    {
        var small = synthesis.All["volcast-small"];
        var group = small.One("AWS::Scheduler::Schedule")["GroupName"].Text();
        Assert.Equal([group], small.One("AWS::CloudWatch::Alarm", "Watchnodailyrun")["Dimensions"].Items()
            .Where(one => one["Name"].Text() == "ScheduleGroup").Select(one => one["Value"].Text()));
        Assert.Equal($$"""{"Ref":"{{small.Resources("AWS::Scheduler::ScheduleGroup").Single().Id}}"}""", group);
    }

    [Fact]
    public void The_token_of_Tiingo_is_a_secret_that_the_ingest_function_alone_reads()
    {
        var template = synthesis.Synthesise(Synthesis.Options("dev", "web=no", "mlflowImage=", "source=tiingo,cboe"))["volcast-dev"];
        var (id, secret) = Assert.Single(template.Resources("AWS::SecretsManager::Secret"));
        Assert.Equal("volcast-dev/tiingo-token", secret["Name"].Text());
        Assert.Equal($$"""{"Ref":"{{id}}"}""",
            template.One("AWS::Lambda::Function")["Environment"]!["Variables"]![IngestFunction.TokenSecret].Text());
        // The function is a program of its own, which this solution does not reference.
        Assert.Contains($"\"{IngestFunction.TokenSecret}\"", File.ReadAllText(Path.Combine(
            SharedData.RepositoryRoot, "deploy", "aws", "ingest-lambda", "IngestRun.cs")), StringComparison.Ordinal);
        var readers = Rules.Statement.OfRoles(template).Where(one => one.Actions.Any(action => action.StartsWith("secretsmanager:")));
        Assert.Equal(["secretsmanager:GetSecretValue"], Assert.Single(readers).Actions);
        Assert.StartsWith("IngestRole", Assert.Single(readers).Owner, StringComparison.Ordinal);
    }

    /// <summary>The other way out of the network, which the prices of today do not choose.</summary>
    [Fact]
    public void With_endpoints_there_is_no_way_to_the_internet_and_only_jobs_use_them()
    {
        using var folder = new TemporaryFolder();
        var app = new Amazon.CDK.App(new Amazon.CDK.AppProps { Outdir = folder.Path });
        _ = new JobNetwork(new Amazon.CDK.Stack(app, "network"), "Network", Synthesis.Options("dev"), Egress.Endpoints);
        app.Synth();
        var template = Template.Parse(File.ReadAllText(folder["network.template.json"]));
        Assert.Empty(template.Resources("AWS::EC2::NatGateway"));
        Assert.Equal(EgressChoice.Services.Count + 1, template.Resources("AWS::EC2::VPCEndpoint").Count());
        Assert.Empty(Rules.AccessRules.OpenPorts(template));
    }

    [Fact]
    public void Small_is_a_bucket_and_a_scheduled_task()
    {
        var small = synthesis.All["volcast-small"];
        Assert.Single(small.Resources("AWS::S3::Bucket"));
        Assert.Single(small.Resources("AWS::ECS::TaskDefinition"));
        foreach (var type in (string[])["AWS::Lambda::Function", "AWS::StepFunctions::StateMachine", "AWS::EC2::NatGateway",
            "AWS::ECS::Service", "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::Batch::JobQueue", "AWS::SecretsManager::Secret"])
            Assert.Empty(small.Resources(type));
    }

    [Fact]
    public void The_api_needs_a_key_and_every_other_path_a_person_who_has_signed_in()
    {
        var prod = synthesis.All["volcast-prod"];
        var actions = prod.One("AWS::ElasticLoadBalancingV2::Listener")["DefaultActions"].Items().Select(one => one["Type"].Text());
        Assert.Equal(["authenticate-oidc", "forward"], actions);
        var rule = prod.One("AWS::ElasticLoadBalancingV2::ListenerRule");
        Assert.Equal(["volcast.example.com", "/v1/*"], rule["Conditions"].Items().SelectMany(one =>
            one.AsObject().Where(part => part.Key.EndsWith("Config", StringComparison.Ordinal)))
            .SelectMany(part => part.Value!["Values"].Items()).Select(one => one.Text()));
    }

    [Fact]
    public void The_array_job_does_not_repeat_a_plan_that_does_not_fit()
    {
        var job = synthesis.All["volcast-prod"].One("AWS::Batch::JobDefinition");
        Assert.Equal("""["work","--plan","Ref::plan"]""", job["ContainerProperties"]!["Command"].Text());
        Assert.Equal("""[{"Action":"EXIT","OnExitCode":"2"},{"Action":"RETRY","OnReason":"*"}]""",
            job["RetryStrategy"]!["EvaluateOnExit"].Text());
    }

    /// <summary>The settings that containers get are settings of Volcast.</summary>
    [Fact]
    public void Every_setting_is_a_known_name() => Assert.Empty(synthesis.All.Values
        .SelectMany(template => Regex.Matches($"{template}", "\"((?:VOLCAST|LOOKBACK|MLFLOW)_[A-Z_]+)\"")
            .Select(match => match.Groups[1].Value))
        .Distinct().Except(Hosting.KnownNames.All));

    [Theory]
    [InlineData("small")]
    [InlineData("dev")]
    [InlineData("prod")]
    public void The_estimate_counts_what_the_templates_contain(string environment)
    {
        var options = Synthesis.Sizes.Single(one => one.Environment == environment);
        var all = synthesis.Of(environment).Values.ToArray();
        int Count(string type) => all.Sum(template => template.Resources(type).Count());
        Assert.Equal(CostModel.AlarmsOf(options), Count("AWS::CloudWatch::Alarm"));
        Assert.Equal(CostModel.EgressOf(options, PriceList.Read()) == Egress.Nat ? 1 : 0, Count("AWS::EC2::NatGateway"));
        Assert.Equal(options.Web is null ? 0 : 1, Count("AWS::ElasticLoadBalancingV2::LoadBalancer"));
        Assert.Equal(options.Web is null ? 0 : 2, Count("AWS::SecretsManager::Secret"));
        Assert.Equal(options.MlflowImage.Length == 0 ? 0 : 1, Count("AWS::RDS::DBInstance"));
        Assert.Equal(options.MlflowImage.Length == 0 ? 1 : 0, Count("AWS::EFS::FileSystem"));
        Assert.Equal(Tasks.ImageNames.Of(options).Count, Count("AWS::ECR::Repository"));
        Assert.Equal(1, Count("AWS::KMS::Key"));
    }

    [Fact]
    public void The_schedule_takes_the_input_of_the_state_machine() => Assert.All(
        [Synthesis.Options("dev"), Synthesis.Options("prod")],
        options => Assert.All(Regex.Matches(StateMachines.Read(StateMachines.Daily), @"\$\.(skip|retrain)\b"),
            used => Assert.Contains($"\"{used.Groups[1].Value}\":", VolcastStack.DailyInput(options), StringComparison.Ordinal)));
}
