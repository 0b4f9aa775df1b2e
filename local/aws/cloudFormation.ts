import { setTimeout as sleep } from "node:timers/promises";
import { type BucketLocationConstraint, S3 } from "@aws-sdk/client-s3";
import { fitsCall } from "../../components/documents/memberTemplate";

/** An account's root user in a Region of the local AWS. */
export interface StackPlace {
  endpoint: string;
  account: string;
  region: string;
}

/**
 * Calls an operation of CloudFormation.
 *
 * @returns the answer's XML
 */
export async function cloudFormation(
  { endpoint, account, region }: StackPlace,
  operation: string,
  parameters: Record<string, string>,
): Promise<string> {
  const body = new URLSearchParams({ Action: operation, Version: "2010-05-15", ...parameters });
  // Signatures are not verified, only read.
  const scope = `${account}/20260101/${region}/cloudformation/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  return (await fetch(`${endpoint}/`, { method: "POST", body, headers: { authorization } })).text();
}

/** Creates a stack of CloudFormation and waits for its end. @returns its status, and why if it failed */
export async function createStack(
  place: StackPlace,
  { name, template }: { name: string; template: object },
): Promise<string> {
  const StackName = name;
  const body = JSON.stringify(template);
  const source: Record<string, string> = fitsCall(body)
    ? { TemplateBody: body }
    : { TemplateURL: await inBucket(place, body) };
  const given = { StackName, ...source, "Capabilities.member.1": "CAPABILITY_NAMED_IAM" };
  const made = await cloudFormation(place, "CreateStack", given);
  if (!made.includes("<StackId>")) return made;
  for (;;) {
    const shown = await cloudFormation(place, "DescribeStacks", { StackName });
    const status = /<StackStatus>(\w+)</.exec(shown)?.[1] ?? shown;
    if (!status.endsWith("_IN_PROGRESS")) {
      const events = await cloudFormation(place, "DescribeStackEvents", { StackName });
      const reasons = [...events.matchAll(/<ResourceStatusReason>([^<]+)</g)].map(([, reason]) => reason);
      return [status, ...reasons].join("\n");
    }
    await sleep(200);
  }
}

/** Puts a template that is too large for a call into a bucket of the account. @returns its URL */
async function inBucket({ endpoint, account, region }: StackPlace, Body: string): Promise<string> {
  const credentials = { accessKeyId: account, secretAccessKey: "local" };
  const s3 = new S3({ endpoint, region, credentials, forcePathStyle: true });
  const place = { Bucket: `templates-${account}-${region}`, Key: "template.json" };
  await s3.createBucket({
    Bucket: place.Bucket,
    CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
  });
  await s3.putObject({ ...place, Body });
  return `https://s3.amazonaws.com/${place.Bucket}/${place.Key}`;
}

/** Deletes a stack of CloudFormation and waits for its end. */
export async function deleteStack(place: StackPlace, StackName: string): Promise<void> {
  await cloudFormation(place, "DeleteStack", { StackName });
  while (
    !/does not exist|DELETE_(COMPLETE|FAILED)/.test(await cloudFormation(place, "DescribeStacks", { StackName }))
  ) {
    await sleep(200);
  }
}
