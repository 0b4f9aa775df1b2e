import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { readSettings } from "../../../components/settings/settings";
import { eventReader } from "../../../runtime/findings/eventReader";
import { intake } from "../../../runtime/findings/intake";
import { parseArn } from "../../../runtime/findings/resourceIds";
import { consoleLink } from "../../../runtime/findings/sources";
import {
  isRegion,
  partitionIn,
  partitionNamed,
  partitionOf,
  partitions,
  serviceNamed,
} from "../../../runtime/lib/partitions";
import { stsEndpoint } from "../../../runtime/people/callerProof";
import { channelsOf } from "../../../runtime/responses/blockPrincipal/trust";

const tests = path.join(__dirname, "..", "..");
const data = path.join("node_modules", "@aws-sdk", "core", "dist-es", "submodules", "client", "util-endpoints");

/** The partitions as the AWS SDK ships them. */
function ofSdk(): { id: string; outputs: Record<string, string>; regionRegex: string; regions: object }[] {
  const file = path.join(tests, "..", data, "lib", "aws", "partitions.js");
  const text = readFileSync(file, "utf8");
  return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)).partitions;
}

/** Every Region that the SDK knows, with its partition. */
const regions = ofSdk().flatMap(({ id, regions: known }) =>
  Object.keys(known)
    .filter((region) => !region.endsWith("-global"))
    .map((region): [string, string] => [region, id]),
);

describe("the partitions of AWS", () => {
  it("X55: are those of the SDK, with its domains and Region names", () => {
    assert.deepEqual(
      partitions().map(({ id, domain, regions: form }) => [id, domain, `^${form}$`]),
      ofSdk().map(({ id, outputs, regionRegex }) => [id, outputs["dnsSuffix"], regionRegex.replaceAll("\\-", "-")]),
    );
  });

  it("X55: have the SDK's global Region, except China, whose IAM is in Beijing", () => {
    const differing = ofSdk().filter(
      ({ id, outputs }) => partitionNamed(id).globalRegion !== outputs["implicitGlobalRegion"],
    );
    assert.deepEqual(
      differing.map(({ id }) => id),
      ["aws-cn"],
    );
    assert.equal(partitionNamed("aws-cn").globalRegion, "cn-north-1");
  });

  it("X55: contain every Region of the SDK", () => {
    assert.ok(regions.length > 40);
    for (const [region, id] of regions)
      assert.deepEqual([region, isRegion(region), partitionOf(region).id], [region, true, id]);
    for (const text of ["", "europe", "eu-west", "EU-WEST-1", "eu-west-1/x", "eu-west-1.example.com"])
      assert.equal(isRegion(text), false);
  });

  it("X55: accept a Region newer than the SDK", () =>
    assert.deepEqual([isRegion("nz-north-1"), partitionOf("nz-north-1").id], [true, "aws"]));

  for (const { id, domain, console } of partitions()) {
    it(`X55: ${id} has ARNs, hosts, a console and service principals of its own`, () => {
      const [region] = regions.find(([, partition]) => partition === id)!;
      const arn = `arn:${id}:ec2:${region}:444455556666:instance/i-0a1b2c3d4e5f60718`;
      assert.equal(partitionIn(arn), id);
      assert.equal(parseArn(arn)?.partition, id);
      assert.equal(stsEndpoint(region, id), `https://sts.${region}.${domain}`);
      assert.equal(serviceNamed(`ec2.${domain}`), "ec2");
      const link = consoleLink({ source: "guardduty", region, partition: id, id: "f1", resources: [] } as any);
      assert.ok(link.startsWith(`https://${region}.${console}/guardduty/`), link);
    });
  }

  it("X55: accept no other text as a partition, an ARN or an AWS service", () => {
    for (const text of ["arn:aws-xx:ec2:eu-west-1:444455556666:vpc/v", "arn:awsx:s3:::b", "urn:aws:s3:::b", "aws"]) {
      assert.deepEqual([partitionIn(text), parseArn(text)], [undefined, undefined]);
    }
    for (const host of ["ec2.example.com", "amazonaws.com", "ec2.amazonaws.com.example.com", "evilamazonaws.com"]) {
      assert.equal(serviceNamed(host), undefined);
    }
  });

  it("X55: read a finding from the European Sovereign Cloud, with its link", () => {
    const text = readFileSync(path.join(tests, "faultInputs", "11-guardduty-eusc.json"), "utf8");
    const senders = { securityAccountId: "111122223333", delegatedAdministrators: [] };
    const [taken] = intake(text, eventReader(), senders) as any[];
    assert.equal(taken.refused, undefined);
    const { finding } = taken;
    assert.deepEqual([finding.partition, finding.region], ["aws-eusc", "eusc-de-east-1"]);
    assert.match(consoleLink(finding), /^https:\/\/eusc-de-east-1\.console\.amazonaws-eusc\.eu\/guardduty\//);
  });

  it("X55: accept a stack in the European Sovereign Cloud", () => {
    const { config } = parse(readFileSync(path.join(tests, "components", "stacks", "eusc.yaml"), "utf8"));
    const settings = readSettings((key) => {
      const value = config[`firebreak:${key}`];
      return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
    });
    assert.deepEqual([settings.homeRegion, settings.regions], ["eusc-de-east-1", ["eusc-de-east-1"]]);
  });

  it("X55: refuse Regions of two partitions in one stack", () => {
    const given: Record<string, string> = {
      kind: "service",
      accountId: "444455556666",
      securityAccountId: "111122223333",
      organizationId: "o-a1b2c3d4e5",
      homeRegion: "eu-west-1",
      regions: '["eu-central-1","eusc-de-east-1"]',
    };
    assert.throws(
      () => readSettings((key) => given[key]),
      /regions has eusc-de-east-1, .* not in the partition of homeRegion, aws/,
    );
  });

  it("X55: recognise an instance's role by its trust policy in every partition", () => {
    for (const { domain } of partitions()) {
      const [channel] = channelsOf(
        JSON.stringify({
          Statement: [{ Effect: "Allow", Principal: { Service: `ec2.${domain}` }, Action: "sts:AssumeRole" }],
        }),
      );
      assert.equal(channel!.fixed, "ec2");
    }
  });
});
