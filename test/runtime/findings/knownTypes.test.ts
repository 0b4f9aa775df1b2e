import assert from "node:assert/strict";
import { evaluatedTypes, exposedTypes } from "../../../runtime/findings/config/ruleResources";
import { isAboutOtherMatters, isKnownType } from "../../../runtime/findings/knownTypes";
import { catalogue } from "../../../runtime/responses/catalogue";

const answered = catalogue.flatMap((route) => route.findingTypes);

describe("X25: the known finding types", () => {
  const rows: [string, boolean][] = [
    ["Config:Rule/INCOMING_SSH_DISABLED", true],
    ["SecurityHub:Control/EC2.53", true],
    ["SecurityHub:Control/EC2.54", true],
    ["SecurityHub:Control/CloudTrail.6", true],
    ["Recon:EC2/Portscan", true],
    ["Config:Rule/S3_BUCKET_VERSIONING_ENABLED", true],
    ["Config:Rule/corp-no-public-ssh", false],
    ["Config:Rule/CONFIG.EC2.DT.17", false],
    ["SecurityHub:Control/EC2.999", false],
    ["SecurityHub:Control/cis-aws-foundations-benchmark/v/6.0.0/6.3", false],
    ["Novelty:S3/Teleport", false],
    ["constructor", false],
  ];
  for (const [type, known] of rows) it(`${type}: ${known}`, () => assert.equal(isKnownType(type, answered), known));

  it("never counts an answered type as unrelated", () => {
    assert.deepEqual(answered.filter(isAboutOtherMatters), []);
  });

  it("knows the resource types that every answered rule evaluates", () => {
    for (const route of catalogue) assert.ok(!evaluatedTypes(route.findingTypes, ["unknown"]).includes("unknown"));
    assert.ok(exposedTypes().includes("AWS::EC2::SecurityGroup"));
  });
});
