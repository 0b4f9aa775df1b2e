import type { Settings } from "../../components/settings/schema";

/** A resource as a stack's program declares it. */
export interface PlannedResource {
  /** Its type as Pulumi names it, such as `aws:iam/role:Role`. */
  type: string;
  /** Its name in the program. */
  logicalName: string;
  /** Its Region; the provider's Region for a global resource. */
  region: string;
  /** The inputs for the provider; outputs of other resources are placeholders. */
  inputs: Record<string, any>;
}

/** What will be deployed, and where. */
export interface Plan {
  stack: string;
  settings: Settings;
  /** The id of the account's partition. */
  partition: string;
  /** Everything that the stack's program creates. */
  resources: PlannedResource[];
  /** The Regions to check. */
  regions: string[];
}

/** The resource types that the checks know, by short name. */
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

/** The resources of a type, in one Region if it is given. */
export const planned = ({ resources }: Plan, type: string, region?: string): PlannedResource[] =>
  resources.filter((one) => one.type === type && (region === undefined || one.region === region));

/** A resource's name in AWS; undefined if the provider generates a name, which is always free. */
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
