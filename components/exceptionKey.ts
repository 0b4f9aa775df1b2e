import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { exceptions } from "../runtime/exceptions/settings";
import { approverTrust } from "./shared/approverTrust";
import { exceptionApproverArn, names } from "./shared/names";
import { policy, type Statement } from "./shared/policies";

export interface ExceptionKeyArgs {
  /** The security account. */
  accountId: string;
  organizationId: string;
  partition: string;
  /** The path of every role. */
  rolePath: string;
  /** ARN patterns of the principals that may approve exceptions; without any there is no approver role. */
  approvers: string[];
}

/** The key that signs exceptions, and the role that may use it. */
export class ExceptionKey extends pulumi.ComponentResource {
  readonly key: aws.kms.Key;
  readonly approver?: aws.iam.Role;

  constructor(name: string, args: ExceptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:ExceptionKey", name, {}, opts);
    const parent = { parent: this };
    this.key = new aws.kms.Key(
      name,
      {
        description: "Firebreak: signing key for exceptions",
        keyUsage: "GENERATE_VERIFY_MAC",
        customerMasterKeySpec: "HMAC_256",
        policy: policy(accountAdministers(args), onlyApproversSign(args)),
      },
      parent,
    );
    new aws.kms.Alias(name, { name: names.exceptionKey, targetKeyId: this.key.keyId }, parent);
    if (args.approvers.length > 0) this.approver = this.role(args);
    this.registerOutputs({ arn: this.key.arn });
  }

  private role(args: ExceptionKeyArgs): aws.iam.Role {
    const role = new aws.iam.Role(
      names.exceptionApprover,
      {
        name: names.exceptionApprover,
        description: "Firebreak: grants exceptions",
        assumeRolePolicy: approverTrust(args),
        maxSessionDuration: 3600,
      },
      { parent: this },
    );
    const { partition, accountId } = args;
    const grants = `arn:${partition}:lambda:*:${accountId}:function:${names.responder(exceptions)}:approve`;
    new aws.iam.RolePolicy(
      names.exceptionApprover,
      {
        role: role.name,
        name: "grant",
        policy: this.key.arn.apply((key) =>
          policy(
            { Sid: "Sign", Effect: "Allow", Action: "kms:GenerateMac", Resource: key },
            { Sid: "Grant", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: grants },
          ),
        ),
      },
      { parent: this },
    );
    return role;
  }
}

/**
 * Without this statement the key could never be changed:
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function accountAdministers({ partition, accountId }: ExceptionKeyArgs): Statement {
  // In a key policy, "*" means this key.
  const Principal = { AWS: `arn:${partition}:iam::${accountId}:root` };
  return { Sid: "Account", Effect: "Allow", Principal, Action: "kms:*", Resource: "*" };
}

/** Denies all other principals, including root and administrators, regardless of IAM policies and grants. */
function onlyApproversSign({ accountId, ...place }: ExceptionKeyArgs): Statement {
  return {
    Sid: "OnlyApproversSign",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "kms:GenerateMac",
    Resource: "*",
    Condition: {
      ArnNotEquals: { "aws:PrincipalArn": exceptionApproverArn({ ...place, securityAccountId: accountId }) },
    },
  };
}
