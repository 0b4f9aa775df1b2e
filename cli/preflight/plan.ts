import type { Settings } from "../../components/settings/schema";

/** A resource as a stack's program asks for it. */
export interface PlannedResource {
  /** Its type as Pulumi names it, such as `aws:iam/role:Role`. */
  type: string;
  /** Its name in the program. */
  logicalName: string;
  /** Where it would be; that of the provider for what has no Region. */
  region: string;
  /** What the provider would get; outputs of others stand as invented texts. */
  inputs: Record<string, any>;
}

/** What is to be deployed, and where. */
export interface Plan {
  stack: string;
  settings: Settings;
  /** The id of the account's partition. */
  partition: string;
  /** Everything that the stack's program makes. */
  resources: PlannedResource[];
  /** The Regions that are looked at. */
  regions: string[];
}

/** The types of resources that the checks know, by short names. */
export const types = {
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  rule: "aws:cloudwatch/eventRule:EventRule",
  bus: "aws:cloudwatch/eventBus:EventBus",
  queue: "aws:sqs/queue:Queue",
  topic: "aws:sns/topic:Topic",
  function: "aws:lambda/function:Function",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  logPolicy: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
  keyAlias: "aws:kms/alias:Alias",
  parameter: "aws:ssm/parameter:Parameter",
  configRule: "aws:cfg/rule:Rule",
  recorder: "aws:cfg/recorder:Recorder",
  detector: "aws:guardduty/detector:Detector",
  customAction: "aws:securityhub/actionTarget:ActionTarget",
} as const;

/** The resources of a type, of one Region if that is told. */
export const planned = ({ resources }: Plan, type: string, region?: string): PlannedResource[] =>
  resources.filter((one) => one.type === type && (region === undefined || one.region === region));

/** The name that a resource has in AWS; undefined where the provider makes one up, which is taken by nothing. */
export const nameOf = ({ inputs }: PlannedResource): string | undefined => inputs["name"] ?? inputs["policyName"];

/** The names of the resources of a type in a Region. */
export const namesOf = (plan: Plan, type: string, region?: string): string[] =>
  planned(plan, type, region).flatMap((one) => nameOf(one) ?? []);

/** The bus of a rule; rules without one are on the account's default bus. */
export const busOf = ({ inputs }: PlannedResource): string => inputs["eventBusName"] ?? "default";

/** The ARNs that the stack's roles will have. */
export const roleArns = (plan: Plan): string[] =>
  planned(plan, types.role).map(
    (role) =>
      `arn:${plan.partition}:iam::${plan.settings.accountId}:role${role.inputs["path"] ?? "/"}${role.inputs["name"]}`,
  );
