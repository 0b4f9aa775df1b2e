import { readFile } from "node:fs/promises";
import * as pulumi from "@pulumi/pulumi";
import { withoutCode } from "../../components/functions/closure";
import { program } from "../../components/program";
import { defaultRunbooks } from "../../components/settings/runbooks";
import { withoutStackTraces } from "../../components/shared/stackTraces";

/** A resource as the program requests it. */
export interface Made {
  type: string;
  name: string;
  inputs: Record<string, any>;
  /** The URN and id of its provider; none for Pulumi's default provider. */
  provider?: string;
}

/** What a stack's program makes. */
export interface Deployment {
  made: Made[];
  /** The data sources that it reads, each with its provider. */
  asked: Pick<Made, "type" | "provider">[];
  outputs: Record<string, any>;
  /** All resources of a type, for example `aws:sqs/queue:Queue`. */
  of(type: string): Made[];
  /** The only resource of a type with a name. */
  one(type: string, name: string): Made;
}

const region = "eu-west-1";

export const masterConfig: Record<string, string> = {
  "firebreak:kind": "master",
  "firebreak:accountId": "111122223333",
  "firebreak:securityAccountId": "111122223333",
  "firebreak:organizationId": "o-a1b2c3d4e5",
  "firebreak:homeRegion": region,
  "firebreak:regions": JSON.stringify([region, "us-east-1"]),
  "firebreak:operators": JSON.stringify(["arn:aws:iam::111122223333:user/analyst"]),
  "firebreak:approvers": JSON.stringify(["arn:aws:iam::111122223333:user/approver"]),
  "firebreak:runbooks": "[]",
  "firebreak:responses": JSON.stringify({ "isolate-instance": { modes: [{ mode: "contain" }] } }),
};

export const serviceConfig: Record<string, string> = {
  ...Object.fromEntries(Object.entries(masterConfig).filter(([key]) => key !== "firebreak:responses")),
  "firebreak:kind": "service",
  "firebreak:accountId": "444455556666",
};

/** The runbook that is declared by default. */
export const encryptBuckets = defaultRunbooks[0]!;

/** The surroundings that the program finds. */
export interface Surroundings {
  partition?: string;
  /** The tags of the detector that each Region has already. */
  detectors?: Record<string, Record<string, string>>;
  /** The Regions that the account can use. */
  enabled?: string[];
  /** The accounts of each organizational unit. */
  units?: Record<string, string[]>;
  /** Whether functions get their code, which takes most of the time. */
  code?: boolean;
}

/** Runs the program of a stack against mocks; ARNs are derived from names as AWS does. */
export async function deploy(config: Record<string, string>, options: Surroundings = {}): Promise<Deployment> {
  const { partition = "aws", detectors = {}, units = {}, enabled = [region], code = false } = options;
  const account = config["firebreak:accountId"]!;
  const made: Made[] = [];
  const asked: Deployment["asked"] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs, custom, provider }) {
        if (custom || type.startsWith("awsx:")) made.push({ type, name, inputs, provider });
        return { id: `${name}-id`, state: { ...inputs, ...outputsOf(type, inputs["name"] ?? name, inputs, account) } };
      },
      call({ token, inputs, provider }) {
        asked.push({ type: token, provider });
        if (token === "aws:guardduty/getDetector:getDetector") {
          const tags = detectors[inputs["region"]];
          if (tags) return { id: "d1", tags };
          // Pulumi reads the text from the field where gRPC puts it.
          const details = "reading GuardDuty Detector: empty result";
          throw Object.assign(new Error(details), { details });
        }
        if (token.endsWith(":getOrganizationalUnitDescendantAccounts")) {
          return {
            accounts: (units[inputs["parentId"]] ?? []).map((id) => ({ id })),
            parentId: inputs["parentId"],
            id: "units",
          };
        }
        if (token === "aws:index/getRegions:getRegions") return { names: enabled, id: partition };
        if (token === "aws:index/getPartition:getPartition")
          return { partition, dnsSuffix: "amazonaws.com", id: partition };
        throw new Error(`unexpected call of ${token}`);
      },
    },
    "firebreak",
    "test",
    false,
  );
  pulumi.runtime.setAllConfig(config);
  let outputs: Record<string, any> = {};
  const run = () =>
    pulumi.runtime.runInPulumiStack(async () => {
      outputs = await program();
      return outputs;
    });
  try {
    await withoutStackTraces(() => (code ? run() : withoutCode(run)));
  } finally {
    await pulumi.runtime.disconnect();
  }
  const values = await Promise.all(
    Object.entries(outputs).map(async ([name, output]) => [name, await (output as any).promise()] as const),
  );
  const of = (type: string) => made.filter((resource) => resource.type === type);
  return {
    made,
    asked,
    outputs: Object.fromEntries(values),
    of,
    one(type, name) {
      const found = of(type).filter((resource) => resource.name === name);
      if (found.length !== 1)
        throw new Error(`${found.length} resources ${type} ${name}; there are ${of(type).map((item) => item.name)}`);
      return found[0]!;
    },
  };
}

function outputsOf(type: string, name: string, inputs: Record<string, any>, account: string): Record<string, any> {
  const place = `${inputs["region"] ?? region}:${account}`;
  switch (type) {
    case "aws:iam/role:Role":
      return { arn: `arn:aws:iam::${account}:role${inputs["path"] ?? "/"}${name}`, name };
    case "aws:sqs/queue:Queue":
      return {
        arn: `arn:aws:sqs:${place}:${name}`,
        url: `https://sqs.${place.replace(":", ".amazonaws.com/")}/${name}`,
        name,
      };
    case "aws:cloudwatch/eventBus:EventBus":
      return { arn: `arn:aws:events:${place}:event-bus/${name}`, name };
    case "aws:cloudwatch/eventRule:EventRule":
      return {
        arn: `arn:aws:events:${place}:rule/${inputs["eventBusName"] ? `${inputs["eventBusName"]}/` : ""}${name}`,
        name,
      };
    case "aws:cloudwatch/eventConnection:EventConnection":
      return { arn: `arn:aws:events:${place}:connection/${name}/1` };
    case "aws:cloudwatch/eventApiDestination:EventApiDestination":
      return { arn: `arn:aws:events:${place}:api-destination/${name}/1` };
    case "aws:lambda/function:Function":
      return { arn: `arn:aws:lambda:${place}:function:${name}`, name };
    case "aws:lambda/alias:Alias":
      return { arn: `arn:aws:lambda:${place}:function:${inputs["functionName"]}:${name}` };
    case "aws:dynamodb/table:Table":
      return { arn: `arn:aws:dynamodb:${place}:table/${name}`, name };
    case "aws:cloudformation/stackSet:StackSet":
      return { arn: `arn:aws:cloudformation:${place}:stackset/${name}`, name };
    case "aws:sns/topic:Topic":
      return { arn: `arn:aws:sns:${place}:${name}`, name };
    case "aws:kms/key:Key":
      return { arn: `arn:aws:kms:${place}:key/${name}`, keyId: name };
    case "aws:secretsmanager/secret:Secret":
      return { arn: `arn:aws:secretsmanager:${place}:secret:${name}-a1b2c3` };
    case "aws:s3/bucket:Bucket":
      return {
        arn: `arn:aws:s3:::${name}`,
        bucket: name,
        bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      };
    case "aws:securityhub/actionTarget:ActionTarget":
      return { arn: `arn:aws:securityhub:${place}:action/custom/${inputs["identifier"]}` };
    case "aws:cloudwatch/logGroup:LogGroup":
      return { arn: `arn:aws:logs:${place}:log-group:${name}`, name };
    default:
      return {};
  }
}

/** The statements of a policy document. */
export const statementsOf = (document: string): any[] => JSON.parse(document).Statement;

/** The code of a function, by its inputs. */
export async function codeIn(inputs: Record<string, any>): Promise<string> {
  return readFile(await (await inputs["code"].assets)["index.js"].path, "utf8");
}
