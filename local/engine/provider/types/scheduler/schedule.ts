import { camelKeys, pascalKeys } from "../../caseNames";
import type { Kind } from "../../kind";
import { localCall } from "../../localCall";
import type { Properties } from "../../properties";
import type { Place } from "../../session";

const service = "scheduler";

export const schedule: Kind = {
  named: "name",
  inputs: {
    name: { replaces: true },
    groupName: { replaces: true, default: "default" },
    description: {},
    scheduleExpression: {},
    scheduleExpressionTimezone: { default: "UTC" },
    state: { default: "ENABLED" },
    flexibleTimeWindow: { fields: { mode: {}, maximumWindowInMinutes: {} } },
    target: {
      fields: {
        arn: {},
        roleArn: {},
        input: { json: true },
        deadLetterConfig: { fields: { arn: {} } },
        retryPolicy: { fields: { maximumEventAgeInSeconds: {}, maximumRetryAttempts: {} } },
      },
    },
  },
  async create(inputs, aws) {
    await localCall({ service, method: "POST", path: `/schedules/${inputs.name}`, body: settings(inputs) }, aws);
    return `${inputs.groupName}/${inputs.name}`;
  },
  async read(id, aws) {
    const found = await localCall({ service, method: "GET", path: pathOf(id) }, aws);
    return {
      inputs: {
        name: found.Name,
        groupName: found.GroupName,
        description: found.Description || undefined,
        scheduleExpression: found.ScheduleExpression,
        scheduleExpressionTimezone: found.ScheduleExpressionTimezone ?? "UTC",
        state: found.State,
        flexibleTimeWindow: camelKeys(found.FlexibleTimeWindow),
        target: camelKeys(found.Target),
      },
      outputs: { arn: found.Arn },
    };
  },
  async update(_, inputs, aws: Place) {
    await localCall({ service, method: "PUT", path: `/schedules/${inputs.name}`, body: settings(inputs) }, aws);
  },
  delete: (id, aws) => localCall({ service, method: "DELETE", path: pathOf(id) }, aws),
};

function pathOf(id: string): string {
  const [group, name] = id.split("/");
  return `/schedules/${name}?groupName=${group}`;
}

/** An update replaces the whole schedule; settings that are not given are turned off. */
function settings(inputs: Properties): object {
  const { description, scheduleExpression, scheduleExpressionTimezone, state, groupName } = inputs;
  const { flexibleTimeWindow, target } = inputs;
  return pascalKeys({
    ...{ description, scheduleExpression, scheduleExpressionTimezone, state, groupName },
    ...{ flexibleTimeWindow, target },
  });
}
