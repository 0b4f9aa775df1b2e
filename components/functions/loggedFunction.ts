import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { logGroupOf } from "../shared/names";
import { allow, functionTrust, policy, type Statement } from "../shared/policies";
import { responderHandler } from "./closure";
import { functionArchive } from "./functionCode";

export interface LoggedFunctionArgs {
  /** The security account. */
  accountId: string;
  /** The name of the function and of its role. */
  name: string;
  description: string;
  roleDescription: string;
  policyName: string;
  /** What it may do, besides writing to its log. */
  statements: pulumi.Input<Statement[]>;
  code: Promise<string>;
  /** Its time limit. */
  seconds: number;
  variables: Record<string, pulumi.Input<string>>;
  /** How many of it run at once, at most; so many are always free for it. Left to what the Region has if it is left out. */
  reserved?: number;
}

/** A function of the security account with a log and a role of its own. */
export function loggedFunction(
  name: string,
  args: LoggedFunctionArgs,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.Function {
  const log = new aws.cloudwatch.LogGroup(name, { name: logGroupOf(args.name), retentionInDays: 365 }, opts);
  const role = new aws.iam.Role(
    name,
    {
      name: args.name,
      description: args.roleDescription,
      assumeRolePolicy: functionTrust(args.accountId),
    },
    opts,
  );
  const writing = log.arn.apply((arn) => allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], `${arn}:*`));
  const permissions = new aws.iam.RolePolicy(
    name,
    {
      role: role.name,
      name: args.policyName,
      policy: pulumi.all([writing, args.statements]).apply(([first, others]) => policy(first, ...others)),
    },
    opts,
  );
  return new aws.lambda.Function(
    name,
    {
      name: args.name,
      description: args.description,
      role: role.arn,
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: responderHandler,
      timeout: args.seconds,
      ...(args.reserved !== undefined && { reservedConcurrentExecutions: args.reserved }),
      memorySize: 512,
      code: functionArchive(args.code),
      environment: { variables: args.variables },
      loggingConfig: { logFormat: "JSON", logGroup: log.name },
    },
    { ...opts, dependsOn: [permissions] },
  );
}
