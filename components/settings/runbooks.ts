import { z } from "zod";
import { permissionsOfPart } from "../../runtime/aws/rolePart";
import { largestSessionPolicy, sessionPolicy } from "../../runtime/aws/sessionPolicy";
import { canonicalRule } from "../../runtime/findings/config/rules";
import { findingKinds, kindOf, targetTypesOf } from "../../runtime/resources";
import { bucketTarget } from "../../runtime/resources/targets";
import {
  documentName,
  isOwnedByAws,
  ownSessionMinutes,
  type RunbookDeclaration,
} from "../../runtime/responses/runRunbook/declaration";
import { parameterPlaceholders } from "../../runtime/responses/runRunbook/parameters";
import { permissions } from "../../runtime/responses/runRunbook/permissions";
import { packedPercent } from "../shared/packedPolicy";
import { policy, responseStatements } from "../shared/policies";
import { meantType } from "./findingTypes";

/** A runbook asks the tags of its target for an exception. */
const kinds = findingKinds.map(({ kind }) => kind).filter((kind) => targetTypesOf(kind).every(({ tags }) => tags));

const placeholders = Object.keys(parameterPlaceholders)
  .map((name) => `{${name}}`)
  .join(" ");

const value = z.string().superRefine((text, context) => {
  const refuse = (message: string) => context.addIssue({ code: "custom", message });
  if (text.includes("{{")) return refuse("a text without {{, which Systems Manager reads as a parameter");
  const unknown = [...text.matchAll(/\{(\w+)\}/g)].find(([, name]) => !Object.hasOwn(parameterPlaceholders, name!));
  if (unknown) refuse(`a text without ${unknown[0]}; placeholders are ${placeholders}`);
});

const statement = z
  .strictObject({
    actions: z
      .array(
        z
          .string()
          .regex(/^[a-z0-9-]+:(?!\*$)[A-Za-z*]+$/, "an action such as s3:PutBucketPolicy, not all of a service"),
      )
      .min(1, "a list of at least one action"),
    resources: z
      .array(
        z
          .string()
          .regex(
            /^(\*|arn:(\{partition\}|aws[\w-]*):.+)$/,
            "an ARN such as arn:{partition}:s3:::{target}, or * with a reason in why",
          )
          .refine(
            (text) => [...text.matchAll(/\{(\w*)\}/g)].every(([, name]) => permissionPlaceholders.includes(name!)),
            "an ARN without placeholders other than {partition} {account} {region} {target}",
          ),
      )
      .min(1, "a list of at least one resource"),
    why: z.string().min(1).optional(),
  })
  .refine(({ resources, why }) => !resources.includes("*") || why !== undefined, {
    path: ["why"],
    message: "the reason why a resource is *",
  });
const permissionPlaceholders = ["partition", "account", "region", "target"];

const declaration = z
  .strictObject({
    name: z
      .string("a name such as disable-public-buckets")
      .regex(/^[a-z][a-z0-9-]{0,62}$/, "a name of up to 63 lower-case letters, digits and dashes"),
    document: z
      .string("the name of an Automation document such as AWS-DisableS3BucketPublicReadWrite")
      .regex(
        /^([\w.-]{3,128}|arn:[\w-]+:ssm:[\w-]+:\d{12}:document\/[\w.-]{3,128})$/,
        "the name of an Automation document, or the ARN of a shared one",
      ),
    documentVersion: z
      .string("a version in quotes")
      .regex(/^(\$DEFAULT|\$LATEST|[1-9]\d{0,9})$/, 'a version in quotes: "3", "$DEFAULT" or "$LATEST"')
      .optional(),
    findingTypes: z
      .array(z.string().regex(/^\w+:[^\s/]+\/\S+$|^\w+:\S+$/, "a finding type such as Config:Rule/ENCRYPTED_VOLUMES"))
      .min(1, "a list of at least one finding type"),
    kind: z.enum(kinds, `one of ${kinds.join(", ")}`),
    resourceTypes: z
      .array(z.string().regex(/^[A-Za-z0-9:]{1,128}$/, "a type such as AWS::S3::Bucket, AwsS3Bucket or S3Bucket"))
      .min(1, "a list of at least one resource type"),
    parameters: z
      .record(
        z.string().regex(/^[A-Za-z0-9_]{1,50}$/, "the name of a parameter of the document"),
        z.union([value, z.array(value)], "a text or a list of texts"),
      )
      .default({}),
    assumeRole: z
      .string()
      .regex(/^([\w+=,.@-]{1,128}\/)*[\w+=,.@-]{1,64}$/, "the name of a role in the target's account, not an ARN")
      .optional(),
    permissions: z.array(statement).default([]),
    approval: z.boolean("true or false").default(false),
    timeoutMinutes: z
      .int("minutes from 1 to 10080")
      .min(1, "minutes from 1 to 10080")
      .max(10080, "minutes from 1 to 10080")
      .default(ownSessionMinutes),
  })
  .superRefine((given, context) => {
    const refuse = (path: PropertyKey[], message: string) => context.addIssue({ code: "custom", path, message });
    for (const [index, type] of given.findingTypes.entries()) {
      const rule = /^Config:Rule\/(.+)$/.exec(type)?.[1];
      const canonical = rule && canonicalRule(rule, "");
      const meant = meantType(type);
      if (canonical !== rule) refuse(["findingTypes", index], `Config:Rule/${canonical}, as findings name the rule`);
      else if (meant) refuse(["findingTypes", index], `a finding type: did you mean ${meant}?`);
    }
    for (const [index, type] of given.resourceTypes.entries()) {
      const kind = kindOf(type);
      if (kind && kind !== given.kind) refuse(["resourceTypes", index], `a type of kind ${given.kind}; it is ${kind}`);
    }
    if (given.assumeRole === undefined && given.timeoutMinutes > ownSessionMinutes) {
      refuse(
        ["timeoutMinutes"],
        `at most ${ownSessionMinutes} without assumeRole: the steps run with this response's session, which AWS ends after an hour; a role in assumeRole has no such limit`,
      );
    }
    checkDocument(given, refuse);
  });

/** The keys of a declaration, for suggestions. */
export const runbookKeys = Object.keys(declaration.shape);

/**
 * Checks for some of AWS's documents:
 * https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-runbook-reference.html
 */
function checkDocument(
  { document, parameters, approval }: Pick<RunbookDeclaration, "document" | "parameters" | "approval">,
  refuse: (path: PropertyKey[], message: string) => void,
): void {
  const name = documentName({ document });
  if ("AutomationAssumeRole" in parameters) {
    refuse(["parameters", "AutomationAssumeRole"], "left out: set the role with assumeRole");
  }
  if (isOwnedByAws(name) && /-(Delete|Terminate)/.test(name) && !approval) {
    refuse(["approval"], `true: ${name} destroys resources, so a person must approve it`);
  }
  const contains = /^AWSSupport-Contain/.test(name);
  if ((contains || "DryRun" in parameters) && [parameters["DryRun"]].flat().join() !== "false") {
    refuse(["parameters", "DryRun"], '"false": a dry run ends as Success but contains nothing');
  }
  if (contains && [parameters["Action"]].flat().join() !== "Contain") refuse(["parameters", "Action"], "Contain");
}

/**
 * The maximum size of a role's inline policies, minus this role's permissions besides those of the runbooks
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
const largestRolePolicy = 10_240 - 800;

/**
 * Without a word about runbooks. S3 has encrypted every bucket since January 2023, so that only old findings of this rule should
 * exist.
 */
export const defaultRunbooks: z.input<typeof declaration>[] = [
  {
    name: "encrypt-buckets",
    document: "AWS-EnableS3BucketEncryption",
    findingTypes: ["Config:Rule/S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED"],
    kind: "s3-bucket",
    resourceTypes: ["AWS::S3::Bucket"],
    parameters: { BucketName: "{id}" },
    permissions: [{ actions: ["s3:PutEncryptionConfiguration"], resources: ["arn:{partition}:s3:::{target}"] }],
  },
];

/**
 * The declarations of runbooks in a stack's file, each a `RunbookDeclaration`. Names are unique, a finding type has one
 * runbook, and all permissions together fit into the role's policy and into one session policy.
 */
export const runbooksSchema = z
  .array(declaration, "a list of runbooks")
  .superRefine((given, context) => {
    const refuse = (path: PropertyKey[], message: string) => context.addIssue({ code: "custom", path, message });
    for (const [index, { name, findingTypes }] of given.entries()) {
      const earlier = given.slice(0, index);
      if (earlier.some((other) => other.name === name))
        refuse([index, "name"], "a unique name: another runbook has it");
      for (const [at, type] of findingTypes.entries()) {
        const other = earlier.find((item) => item.findingTypes.includes(type));
        if (other) refuse([index, "findingTypes", at], `a type of only one runbook: ${other.name} and ${name} have it`);
      }
    }
    // The longest possible name.
    const target = bucketTarget(
      { accountId: "0".repeat(12), region: "ap-southeast-1", partition: "aws-us-gov" },
      "n".repeat(64),
    );
    const own = permissionsOfPart(permissions(given));
    const assumed = "runbooks with assumeRole need no permissions here";
    const role = policy(...responseStatements(own, target.partition, target.accountId)).length;
    if (role > largestRolePolicy) {
      refuse(
        [],
        `fewer runbooks or permissions: the policy of the role would have ${role} characters, but at most ${largestRolePolicy} fit; ${assumed}`,
      );
    }
    const session = sessionPolicy(own, target);
    if (session.length > largestSessionPolicy || packedPercent(session) > 100) {
      refuse(
        [],
        `fewer resources with {target}: the policy of a session would have ${session.length} characters and about ${packedPercent(session)}% of the compressed size that AWS accepts; ${assumed}`,
      );
    }
  })
  .prefault(defaultRunbooks);
