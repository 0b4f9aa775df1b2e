import { z } from "zod";
import type { Principal, Resource } from "../../model/finding";
import { isPrincipal, kindOf } from "../../resources";
import { principal } from "../../resources/principal";
import { commonSchemas } from "../commonSchemas";
import { parseArn, resourceId, resourceIdForm } from "../resourceIds";
import type { SourceEvent } from "../sourceEvent";
import { stableId } from "../stableId";
import { canonicalRule } from "./rules";
import { configSeverity } from "./severities";

/**
 * A reader of the compliance changes of AWS Config
 * (https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html). Only what became
 * NON_COMPLIANT is a finding, of type `Config:Rule/<rule>` with the rule's name as `canonicalRule` has it. The id is made of
 * account, Region, rule and resource: the same fault always has the same id.
 *
 * @returns a function that throws a ZodError for a malformed event, and for a resource that the event does not identify
 */
export function configComplianceReader(): (event: unknown) => SourceEvent {
  const { account, region, time } = commonSchemas();
  const resourceType = z.string().regex(/^[A-Za-z0-9]+(::[A-Za-z0-9]*)+$/, "must be a type such as AWS::S3::Bucket");
  const detail = z
    .object({
      messageType: z.literal("ComplianceChangeNotification"),
      awsAccountId: account,
      awsRegion: region,
      configRuleName: z.string().regex(/^\S.{0,127}$/, "must be the name of a rule"),
      configRuleARN: z
        .string()
        .max(512)
        .refine((text) => parseArn(text)?.service === "config", "must be the ARN of a rule of AWS Config"),
      resourceType,
      resourceId: z.string().regex(/^[\w.:/+=,@|*#()!$~ -]{1,768}$/, "must be the id of a resource"),
      newEvaluationResult: z.object({
        complianceType: z.enum(["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA"]),
        resultRecordedTime: time,
        annotation: z.string().max(1000).nullish(),
        evaluationResultIdentifier: z
          .object({ evaluationResultQualifier: z.object({ resourceType: resourceType.optional() }).nullish() })
          .nullish(),
      }),
    })
    .superRefine((value, context) => {
      const { complianceType, evaluationResultIdentifier } = value.newEvaluationResult;
      if (complianceType !== "NON_COMPLIANT") return;
      const evaluated = evaluationResultIdentifier?.evaluationResultQualifier?.resourceType;
      if (evaluated !== undefined && evaluated !== value.resourceType) {
        const message = `the evaluation is about ${evaluated}`;
        context.addIssue({ code: "custom", path: ["resourceType"], message });
      }
      const kind = kindOf(value.resourceType);
      if (kind && !isPrincipal(kind) && resourceId(kind, value.resourceId) === undefined) {
        context.addIssue({ code: "custom", path: ["resourceId"], message: `must be ${resourceIdForm(kind)}` });
      }
    });
  const schema = z.object({
    source: z.literal("aws.config"),
    "detail-type": z.literal("Config Rules Compliance Change"),
    account,
    region,
    time: time.optional(),
    detail,
  });
  return (event) => {
    const parsed = schema.parse(event);
    const envelope = { account: parsed.account, region: parsed.region };
    const { awsAccountId, awsRegion, configRuleARN, newEvaluationResult, ...rest } = parsed.detail;
    const { complianceType, resultRecordedTime, annotation } = newEvaluationResult;
    const rule = canonicalRule(rest.configRuleName, configRuleARN);
    const kind = kindOf(rest.resourceType);
    const known = kind && !isPrincipal(kind) ? kind : undefined;
    const named = (known && resourceId(known, rest.resourceId)) ?? rest.resourceId;
    const id = configFindingId({
      accountId: awsAccountId,
      region: awsRegion,
      rule,
      resourceType: rest.resourceType,
      id: named,
    });
    if (complianceType !== "NON_COMPLIANT") {
      return { envelope, findings: [{ ignored: `${rule}: ${rest.resourceType} ${named} is ${complianceType}`, id }] };
    }
    const place = { accountId: awsAccountId, region: awsRegion, partition: parseArn(configRuleARN)!.partition };
    const resources: Resource[] = known
      ? [{ ...place, kind: known, id: named }]
      : principalsIn(rest.resourceType, named).map((who) => ({
          ...place,
          kind: principal.kind,
          id: named,
          principal: who,
        }));
    return {
      envelope,
      findings: [
        {
          finding: {
            source: "config",
            id,
            type: `Config:Rule/${rule}`,
            title: `${rule}: ${rest.resourceType} ${named} is not compliant${annotation ? `: ${annotation}` : ""}`,
            severity: configSeverity(rule),
            ...place,
            firstSeen: resultRecordedTime,
            lastSeen: resultRecordedTime,
            sentAt: parsed.time ?? resultRecordedTime,
            sample: false,
            resourceType: rest.resourceType,
            ...(rest.configRuleName !== rule && { rule: rest.configRuleName }),
            resources,
          },
        },
      ],
    };
  };
}

/** Config names a role or user by its unique id (AIDA..., AROA...), which is resolved later; custom rules may give the name. */
function principalsIn(type: string, id: string): Principal[] {
  const userType = { "AWS::IAM::Role": "Role", "AWS::IAM::User": "IAMUser" }[type];
  if (!userType) return [];
  if (/^(AIDA|AROA)[A-Z0-9]{12,}$/.test(id)) return [{ userType, principalId: id }];
  return /^[\w+=,.@-]{1,64}$/.test(id) ? [{ userType, userName: id }] : [];
}

/** A rule and the resource that it evaluated. */
export interface Evaluated {
  accountId: string;
  region: string;
  rule: string;
  resourceType: string;
  id: string;
}

/** The id of a rule's finding about a resource, stable over repetitions and senders. */
export const configFindingId = ({ accountId, region, rule, resourceType, id }: Evaluated): string =>
  stableId("config", [accountId, region, rule, resourceType, id]);
