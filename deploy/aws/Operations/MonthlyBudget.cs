using Amazon.CDK.AWS.Budgets;
using Amazon.CDK.AWS.SNS;
using Constructs;
using Volcast.Deploy.Aws.Options;

namespace Volcast.Deploy.Aws.Operations;

/// <summary>Warns when the account has spent 80 % of the month's budget, and when it will spend more than all of it.</summary>
internal sealed class MonthlyBudget : Construct
{
    public MonthlyBudget(Construct scope, string id, DeploymentOptions options, ITopic topic) : base(scope, id)
    {
        CfnBudget.NotificationWithSubscribersProperty Warning(string type, double percent) => new()
        {
            Notification = new CfnBudget.NotificationProperty
            {
                NotificationType = type,
                ComparisonOperator = "GREATER_THAN",
                Threshold = percent,
                ThresholdType = "PERCENTAGE",
            },
            Subscribers = new object[] { new CfnBudget.SubscriberProperty { SubscriptionType = "SNS", Address = topic.TopicArn } },
        };
        _ = new CfnBudget(this, "Budget", new CfnBudgetProps
        {
            Budget = new CfnBudget.BudgetDataProperty
            {
                BudgetName = $"{options.Prefix}-monthly",
                BudgetType = "COST",
                TimeUnit = "MONTHLY",
                BudgetLimit = new CfnBudget.SpendProperty { Amount = options.MonthlyBudget, Unit = "USD" },
            },
            NotificationsWithSubscribers = new object[] { Warning("ACTUAL", 80), Warning("FORECASTED", 100) },
        });
    }
}
