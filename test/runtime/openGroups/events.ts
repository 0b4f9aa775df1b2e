/** The part of a configuration item that every notification has, after AWS's example events. */
export const item = {
  configurationItemCaptureTime: "2026-02-17T01:36:34.043Z",
  configurationItemStatus: "OK",
  awsAccountId: "444455556666",
  awsRegion: "eu-west-1",
  resourceType: "AWS::EC2::SecurityGroup",
  resourceId: "sg-0a1b2c3d",
};

/** An event of AWS Config for a custom rule: https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html */
export const event = (invoking: object) => ({
  invokingEvent: JSON.stringify(invoking),
  ruleParameters: "{}",
  resultToken: "token-1",
  eventLeftScope: false,
  executionRoleArn: "arn:aws:iam::444455556666:role/config-role",
  configRuleArn: "arn:aws:config:eu-west-1:444455556666:config-rule/config-rule-1",
  configRuleName: "SECURITY_GROUP_OPEN_PROHIBITED",
  configRuleId: "config-rule-1",
  accountId: "444455556666",
  version: "1.0",
});

export const change = (more: object = {}) =>
  event({ messageType: "ConfigurationItemChangeNotification", configurationItem: { ...item, ...more } });

export const oversized = (more: object = {}) =>
  event({
    messageType: "OversizedConfigurationItemChangeNotification",
    configurationItemSummary: { changeType: "UPDATE", configurationStateId: 0, resourceName: null, ...item, ...more },
    s3DeliverySummary: { s3BucketLocation: null, errorCode: null, errorMessage: null },
    notificationCreationTime: "2026-02-17T01:36:35.000Z",
    recordVersion: "1.0",
  });

export const scheduled = () =>
  event({
    awsAccountId: "444455556666",
    notificationCreationTime: "2026-02-18T00:00:01.000Z",
    messageType: "ScheduledNotification",
    recordVersion: "1.0",
  });
