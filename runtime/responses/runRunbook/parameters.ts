import type { Ask } from "./asks";
import type { RunbookDeclaration } from "./declaration";

/** What a parameter of a runbook may name, and what it is replaced with. */
export const parameterPlaceholders: Record<string, string> = {
  id: "the target as the finding names it",
  name: "the name that people use: of a database its identifier, of others the id",
  arn: "the target's ARN",
  account: "the target's account",
  region: "the target's Region",
  partition: "the target's partition",
  finding: "the finding's id",
  type: "the finding's type",
};

/** What the placeholders of a target are replaced with. */
export interface ParameterTarget {
  id: string;
  name: string;
  arn: string;
  accountId: string;
  region: string;
  partition: string;
}

/**
 * The parameters of an execution as the API takes them: every value is a list
 * (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html). No value has two
 * opening braces in a row: Systems Manager would read a reference to one of its parameters, and a plan a placeholder.
 */
export function filledParameters(
  { parameters, assumeRole }: Pick<RunbookDeclaration, "parameters" | "assumeRole">,
  target: ParameterTarget,
  ask: Pick<Ask, "finding" | "type">,
): Record<string, string[]> {
  const { id, name, arn, accountId: account, region, partition } = target;
  const values: Record<string, string> = {
    id,
    name,
    arn,
    account,
    region,
    partition,
    finding: ask.finding,
    type: ask.type,
  };
  const fill = (text: string) =>
    text
      .replace(/\{(\w+)\}/g, (whole, key: string) => (Object.hasOwn(values, key) ? values[key]! : whole))
      .replace(/\{(?=\{)/g, "{ ");
  const role = assumeRole && { AutomationAssumeRole: [`arn:${partition}:iam::${account}:role/${assumeRole}`] };
  const given = Object.entries(parameters).map(([key, value]) => [key, [value].flat().map(fill)]);
  return { ...Object.fromEntries(given), ...role };
}
