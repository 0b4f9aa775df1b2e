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
  /** Its permissions, besides writing to its log. */
  statements: pulumi.Input<Statement[]>;
  code: Promise<string>;
  /** Its timeout in seconds. */
  seconds: number;
  variables: Record<string, pulumi.Input<string>>;
  /**
   * Its reserved concurrency: the maximum number of concurrent executions, and as many are always available. Without
   * it, the function shares the Region's concurrency.
   */
  reserved?: number;
}

/** A function of the security account with its own log and role. */
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
