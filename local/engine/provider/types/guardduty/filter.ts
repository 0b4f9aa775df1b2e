import {
  type Condition,
  CreateFilterCommand,
  DeleteFilterCommand,
  type FilterAction,
  GetFilterCommand,
  GuardDutyClient,
  UpdateFilterCommand,
} from "@aws-sdk/client-guardduty";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import { unless } from "../../waiting";

/** Names of the conditions in @pulumi/aws and in GuardDuty; the second group has numbers, which arrive as text. */
const lists = { equals: "Equals", notEquals: "NotEquals", matches: "Matches", notMatches: "NotMatches" };
const numbers = {
  greaterThan: "GreaterThan",
  greaterThanOrEqual: "GreaterThanOrEqual",
  lessThan: "LessThan",
  lessThanOrEqual: "LessThanOrEqual",
};
const criterion = Object.fromEntries(["field", ...Object.keys({ ...lists, ...numbers })].map((key) => [key, {}]));

export const filter: Kind = {
  named: "name",
  inputs: {
    detectorId: { replaces: true },
    name: { replaces: true },
    action: {},
    description: {},
    rank: {},
    findingCriteria: { fields: { criterions: { unordered: true, fields: criterion } } },
  },
  async create(inputs, aws) {
    const command = new CreateFilterCommand({ ...settings(inputs), Name: inputs.name });
    await aws.client(GuardDutyClient).send(command);
    return `${inputs.detectorId}:${inputs.name}`;
  },
  async read(id, aws) {
    const [DetectorId, FilterName] = id.split(":");
    const call = aws.client(GuardDutyClient).send(new GetFilterCommand({ DetectorId, FilterName }));
    // GuardDuty has no separate error for an unknown name.
    const found = await unless(["BadRequestException"], call);
    if (!found) return undefined;
    const conditions = Object.entries(found.FindingCriteria?.Criterion ?? {});
    return {
      inputs: {
        detectorId: DetectorId,
        name: found.Name,
        action: found.Action,
        description: found.Description || undefined,
        rank: found.Rank,
        findingCriteria: { criterions: conditions.map(([field, condition]) => criterionFrom(field, condition)) },
      },
      outputs: {
        arn: `arn:${aws.partition}:guardduty:${aws.region}:${await aws.account()}:detector/${DetectorId}/filter/${FilterName}`,
      },
    };
  },
  async update(_, inputs, aws) {
    await aws.client(GuardDutyClient).send(new UpdateFilterCommand({ ...settings(inputs), FilterName: inputs.name }));
  },
  async delete(id, aws) {
    const [DetectorId, FilterName] = id.split(":");
    await aws.client(GuardDutyClient).send(new DeleteFilterCommand({ DetectorId, FilterName }));
  },
};

function settings(inputs: Properties) {
  const criterions: Properties[] = inputs.findingCriteria.criterions;
  return {
    DetectorId: inputs.detectorId as string,
    Action: inputs.action as FilterAction,
    Description: inputs.description ?? "",
    Rank: inputs.rank as number,
    FindingCriteria: { Criterion: Object.fromEntries(criterions.map((item) => [item.field, conditionOf(item)])) },
  };
}

function conditionOf(item: Properties): Condition {
  const given = (names: Record<string, string>) => Object.entries(names).filter(([key]) => item[key] !== undefined);
  return Object.fromEntries([
    ...given(lists).map(([key, name]) => [name, item[key]]),
    ...given(numbers).map(([key, name]) => [name, Number(item[key])]),
  ]);
}

function criterionFrom(field: string, condition: Condition): Properties {
  const found = condition as Record<string, any>;
  const present = (names: Record<string, string>) =>
    Object.entries(names).filter(([, name]) => found[name] !== undefined && found[name]?.length !== 0);
  return {
    field,
    ...Object.fromEntries(present(lists).map(([key, name]) => [key, found[name]])),
    ...Object.fromEntries(present(numbers).map(([key, name]) => [key, String(found[name])])),
  };
}
