import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { partName } from "../../runtime/aws/rolePart";
import { responderVariables } from "../../runtime/functions/shared/environment";
import { outboxKey } from "../../runtime/journal/dynamodb/keys";
import type { Response } from "../../runtime/model/response";
import { errorsAlarm } from "../anyAlarm";
import { releaseAliases } from "../documents/commandAliases";
import { names } from "../shared/names";
import { allow, entersAccountsAs, putsDecisions, type Statement } from "../shared/policies";
import { responderCode } from "./closure";
import { commandAliases } from "./commandAliases";
import { loggedFunction } from "./loggedFunction";
import { functionSeconds, type ResponderFunctionArgs, reservedForReleases } from "./responderFunction";

export type ReleaseFunctionArgs = Omit<ResponderFunctionArgs, "route" | "patterns" | "posture"> & { route: Response };

/**
 * The releasing function of a response whose releases need other permissions than its containments. It receives no
 * content of findings, and the function that does cannot assume its role: an attacker who controls that function still
 * cannot release a containment.
 */
export class ReleaseFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;

  constructor(name: string, args: ReleaseFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:ReleaseFunction", name, {}, opts);
    const parent = { parent: this };
    const { route, settings } = args;
    const functionName = names.releaser(route.name);
    this.function = loggedFunction(
      name,
      {
        accountId: args.accountId,
        name: functionName,
        description: `Firebreak ${route.name}: releases`,
        roleDescription: `Firebreak ${route.name}: role of the releasing function`,
        policyName: route.name,
        statements: this.statements(args),
        code: responderCode(route, { ...settings, releases: true }),
        seconds: functionSeconds,
        ...(args.reserveConcurrency && { reserved: reservedForReleases }),
        variables: {
          [responderVariables.table]: args.journal.name,
          [responderVariables.topic]: args.topic.arn,
          [responderVariables.decisionBus]: args.decisionBus.name,
        },
      },
      parent,
    );
    commandAliases(name, this.function, parent, releaseAliases(route));
    const alarmDescription = "A release failed: see the function's log";
    errorsAlarm(name, functionName, { alarmDescription, topic: args.topic }, parent);
    this.registerOutputs({ function: this.function.arn });
  }

  private statements(args: ReleaseFunctionArgs): pulumi.Output<Statement[]> {
    const { route, settings, partition, organizationId } = args;
    return pulumi
      .all([args.journal.arn, args.topic.arn, args.topicKey.arn, args.decisionBus.arn])
      .apply(([tableArn, topicArn, keyArn, busArn]): Statement[] => [
        allow("Journal", ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], tableArn),
        {
          ...allow("Outbox", ["dynamodb:DeleteItem"], tableArn),
          Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [outboxKey(route.name, "", "").pk] } },
        },
        allow("Notice", ["sns:Publish"], topicArn),
        allow("NoticeKey", ["kms:Decrypt", "kms:GenerateDataKey*"], keyArn),
        putsDecisions(busArn),
        entersAccountsAs(partition, [partName(settings.roleName, "release")], organizationId),
      ]);
  }
}
