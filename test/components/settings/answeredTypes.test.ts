import assert from "node:assert/strict";
import { routeLanes } from "../../../components/documents/routing";
import { answeredTypes } from "../../../components/settings/answeredTypes";
import { readSettings } from "../../../components/settings/settings";
import { eventReader } from "../../../runtime/findings/eventReader";
import { instanceTypes } from "../../../runtime/findings/instanceTypes";
import { notifiedTypes, typesOnRequest } from "../../../runtime/findings/notifiedTypes";
import { isResponse } from "../../../runtime/model/response";
import { catalogue } from "../../../runtime/responses/catalogue";
import { matches } from "../../eventBridge/matches";
import { guardDutyEvent } from "../../faults/scenarios/events";
import { masterConfig } from "../deploy";

const named = (name: string) => catalogue.filter(isResponse).find((route) => route.name === name)!;
const settingsWith = (responses: object) => {
  const config = { ...masterConfig, "firebreak:responses": JSON.stringify(responses) };
  return readSettings((key) => config[`firebreak:${key}` as keyof typeof config]);
};
const withMore = (name: string, ...moreFindingTypes: string[]) => {
  const settings = settingsWith({ [name]: { moreFindingTypes } });
  assert.ok(settings.kind === "master");
  return settings.responses;
};
const read = eventReader();

const accessKeyDetails = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  principalId: "AIDACKCEVSQ6C2EXAMPLE",
  userName: "bob",
  userType: "IAMUser",
};

const customRules = notifiedTypes.find(({ why }) => why.includes("detection rules"))!.types;

/** What a finding of this type is about: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html */
function resourceOf(type: string): object {
  if (customRules.includes(type)) return { resourceType: "AccessKey", accessKeyDetails };
  if (/:RDS\//.test(type)) {
    return {
      resourceType: "RDSDBInstance",
      rdsDbInstanceDetails: { dbInstanceIdentifier: "orders", engine: "postgres" },
    };
  }
  if (/:(EC2|Runtime)\//.test(type)) {
    return { resourceType: "Instance", instanceDetails: { instanceId: "i-0123456789abcdef0" } };
  }
  if (/:Kubernetes\//.test(type)) {
    const pod = { type: "pods", namespace: "shop", name: "cart-1" };
    const eksClusterDetails = { name: "prod", arn: "arn:aws:eks:eu-west-1:444455556666:cluster/prod" };
    return { resourceType: "EKSCluster", eksClusterDetails, kubernetesDetails: { kubernetesWorkloadDetails: pod } };
  }
  if (/:IAMUser\//.test(type)) return { resourceType: "AccessKey", accessKeyDetails };
  const bucket = { name: "payroll", arn: "arn:aws:s3:::payroll", type: "Destination" };
  return { resourceType: "S3Bucket", s3BucketDetails: [bucket], accessKeyDetails };
}

describe("the finding types that a response contains on request", () => {
  it("N9a: add to its own list, and * stands for those that it can contain", () => {
    const response = named("isolate-instance");
    const settings = withMore(response.name, "*:Runtime/*", "Recon:EC2/Portscan", "Config:Rule/OURS");
    const added = answeredTypes(response, settings[response.name]).filter(
      (type) => !response.findingTypes.includes(type),
    );
    assert.ok(added.includes("Execution:Runtime/SuspiciousTool") && added.includes("Config:Rule/OURS"));
    assert.deepEqual(
      added.filter((type) => !type.includes(":Runtime/")),
      ["Recon:EC2/Portscan", "Config:Rule/OURS"],
    );
    const findingTypes = ["Trojan:EC2/DropPoint"];
    assert.deepEqual(answeredTypes(response, { findingTypes, moreFindingTypes: ["Recon:EC2/Portscan"] }), [
      "Trojan:EC2/DropPoint",
      "Recon:EC2/Portscan",
    ]);
  });

  it("N9a: belong to a response that exists, and each reaches it and has a target there", () => {
    for (const { response: name, types } of notifiedTypes) {
      if (name === undefined) continue;
      const response = named(name);
      const settings = withMore(name, "*");
      const patterns = Object.values(routeLanes(response, catalogue, settings).incidents).map((one) => JSON.parse(one));
      for (const type of types) {
        const event = guardDutyEvent("f-1", type, resourceOf(type));
        const [found] = read(event).findings;
        assert.ok(found && "finding" in found, type);
        assert.ok(
          patterns.some((pattern) => matches(pattern, event)),
          type,
        );
        assert.ok(Array.isArray(response.targets(found.finding)), type);
      }
    }
  });

  it("N9a: of custom rules reach block-principal whatever the finding is about, and it takes the caller or asks a person", () => {
    const response = named("block-principal");
    const type = "Exfiltration:EC2/TransferDataToCloudAccount";
    const lanes = routeLanes(response, catalogue, withMore(response.name, type));
    const targetsOf = (resource: object, service = {}) => {
      const event = guardDutyEvent("f-1", type, resource);
      Object.assign(event.detail.service, service);
      assert.ok(Object.values(lanes.incidents).some((pattern) => matches(JSON.parse(pattern), event)));
      const [found] = read(event).findings;
      assert.ok(found && "finding" in found);
      return response.targets(found.finding);
    };
    const instance = { resourceType: "Instance", instanceDetails: { instanceId: "i-0123456789abcdef0" } };
    const sequence = {
      actors: [{ user: { name: "bob", uid: "AIDACKCEVSQ6C2EXAMPLE", type: "IAMUser" } }],
      resources: [],
    };
    const forms = [
      targetsOf({ resourceType: "AccessKey", accessKeyDetails }),
      targetsOf({ ...instance, accessKeyDetails }),
      targetsOf({ resourceType: "RDSDBInstance", accessKeyDetails }),
      targetsOf({ resourceType: "AttackSequence" }, { detection: { sequence } }),
    ];
    for (const targets of forms) {
      assert.ok(Array.isArray(targets), JSON.stringify(targets));
      assert.deepEqual(
        targets.map(({ kind, id }) => [kind, id]),
        [["iam-user", "bob"]],
      );
    }
    assert.match(JSON.stringify(targetsOf(instance)), /names no principal/);
    const others = Object.values(routeLanes(response, catalogue).incidents);
    assert.ok(!others.some((pattern) => matches(JSON.parse(pattern), guardDutyEvent("f-1", type, instance))));
  });

  it("N66: of an instance can be given to block-principal too, but those that name an instance which was attacked cannot", () => {
    const settings = withMore("block-principal", "*:EC2/*");
    const added = answeredTypes(named("block-principal"), settings["block-principal"]);
    assert.ok(added.includes("Backdoor:EC2/Spambot"));
    assert.ok(!added.includes("UnauthorizedAccess:EC2/SSHBruteForce"));
    const reaches = (given: typeof settings, type: string) => {
      const lanes = routeLanes(named("block-principal"), catalogue, given);
      const event = guardDutyEvent("f-1", type, resourceOf(type));
      return Object.values(lanes.incidents).some((pattern) => matches(JSON.parse(pattern), event));
    };
    assert.equal(reaches(settings, "Backdoor:EC2/Spambot"), true);
    assert.equal(reaches({}, "Backdoor:EC2/Spambot"), false);
    assert.deepEqual(
      instanceTypes.filter((type) => !named("isolate-instance").findingTypes.includes(type)),
      [],
    );
  });

  it("N86: of leaked credentials can be given to isolate-instance too, and reach it only then", () => {
    const type = "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS";
    const reaches = (settings: Parameters<typeof routeLanes>[2]) => {
      const lanes = routeLanes(named("isolate-instance"), catalogue, settings);
      const accessKeyDetails = { userType: "AssumedRole", principalId: "AROAEXAMPLEID:i-0123456789abcdef0" };
      const event = guardDutyEvent("f-1", type, { resourceType: "AccessKey", accessKeyDetails });
      return Object.values(lanes.incidents).some((pattern) => matches(JSON.parse(pattern), event));
    };
    assert.equal(reaches(withMore("isolate-instance", "*/InstanceCredentialExfiltration*")), true);
    assert.equal(reaches({}), false);
  });

  it("N9a: are refused if the response cannot contain them, with those that it can", () => {
    const refused = (name: string, type: string) =>
      assert.throws(() => withMore(name, type), new RegExp(`responses.${name}.moreFindingTypes.0.*that ${name} can`));
    assert.deepEqual(typesOnRequest("block-public-bucket"), []);
    refused("block-public-bucket", "*");
    refused("isolate-instance", "PenTest:S3/KaliLinux");
  });
});
