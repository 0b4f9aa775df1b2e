import type { Template } from "../../../cli/fleet/template/template";

/** Where a template is deployed, and with which parameters. */
export interface Place {
  account: string;
  region: string;
  parameters?: Record<string, string>;
}

/** A resource as CloudFormation would make it there. */
export interface Made {
  type: string;
  id: string;
  properties: any;
}

/** What CloudFormation would make of a template: its functions applied, and without what has a condition that does not hold. */
export function madeOf(template: Template, { account, region, parameters = {} }: Place): Made[] {
  const given = Object.fromEntries(Object.entries(template.Parameters).map(([name, one]: any) => [name, one.Default]));
  const names: Record<string, string> = {
    "AWS::AccountId": account,
    "AWS::Region": region,
    "AWS::Partition": "aws",
    ...given,
    ...parameters,
  };
  const holds = (condition: any): boolean => {
    if (condition["Fn::Or"]) return condition["Fn::Or"].some(holds);
    const [one, other] = condition["Fn::Equals"].map(value);
    return one === other;
  };
  const queueName = (id: string) => (template.Resources[id]!.Properties as any).QueueName;
  const named = (name: string): string => {
    const [id, attribute] = name.split(".");
    if (names[name] !== undefined) return names[name];
    const { Type, Properties } = template.Resources[id!]!;
    if (Type === "AWS::SQS::Queue") {
      return attribute
        ? `arn:aws:sqs:${region}:${account}:${queueName(id!)}`
        : `https://sqs.${region}.amazonaws.com/${account}/${queueName(id!)}`;
    }
    if (Type === "AWS::SNS::Topic") return `arn:aws:sns:${region}:${account}:${Properties!["TopicName"]}`;
    throw new Error(`nothing is known of ${name}`);
  };
  const absent = Symbol("AWS::NoValue");
  function value(raw: any): any {
    if (Array.isArray(raw)) return raw.map(value).filter((item) => item !== absent);
    if (raw === null || typeof raw !== "object") return raw;
    if (raw.Ref === "AWS::NoValue") return absent;
    if (raw.Ref) return named(raw.Ref);
    if (raw["Fn::GetAtt"]) return named(raw["Fn::GetAtt"].join("."));
    if (raw["Fn::If"]) {
      const [condition, yes, no] = raw["Fn::If"];
      return value(holds(template.Conditions[condition]) ? yes : no);
    }
    if (raw["Fn::Sub"]) {
      return raw["Fn::Sub"].replace(/\$\{(!?)([^}]+)\}/g, (_: string, literal: string, name: string) =>
        literal ? `\${${name}}` : named(name),
      );
    }
    const entries = Object.entries(raw).map(([key, inner]) => [key, value(inner)] as const);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== absent));
  }
  return Object.entries(template.Resources)
    .filter(([, { Condition }]) => Condition === undefined || holds(template.Conditions[Condition]))
    .map(([id, { Type, Properties = {} }]) => ({ type: Type, id, properties: value(Properties) }));
}
