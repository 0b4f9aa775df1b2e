import assert from "node:assert/strict";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { member } from "./instance";
import { as, unique } from "./principals";

describe("local AWS: alarms", () => {
  it("P20: are listed by prefix and state together", async () => {
    const cloudWatch = new CloudWatch(await as(member));
    const prefix = unique("alarm");
    for (const name of ["on", "off"]) {
      await cloudWatch.putMetricAlarm({
        AlarmName: `${prefix}-${name}`,
        Namespace: "Firebreak",
        MetricName: "a",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
      });
    }
    await cloudWatch.setAlarmState({ AlarmName: `${prefix}-on`, StateValue: "ALARM", StateReason: "test" });
    const found = await cloudWatch.describeAlarms({ AlarmNamePrefix: prefix, StateValue: "ALARM" });
    assert.deepEqual(
      found.MetricAlarms!.map((alarm) => alarm.AlarmName),
      [`${prefix}-on`],
    );
  });
});
