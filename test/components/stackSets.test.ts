import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "mocha";
import { largestInBucket, largestInCall, templateMark } from "../../components/documents/memberTemplate";
import { deploy, masterConfig } from "./deploy";
import { emptyTemplate, regionsOf, writeTemplate, writeTemplates } from "./templates";

const units = ["ou-ab12-11111111"];
describe("the StackSets of member accounts", () => {
  let folder: string;
  const deployWith = (settings: object = {}) =>
    deploy({
      ...masterConfig,
      "firebreak:stackSets": JSON.stringify({ organizationalUnits: units, folder, ...settings }),
    });
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-stack-sets-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => writeTemplates(folder));

  it("L21: deploy both templates into the units and their future accounts, as delegated administrator", async () => {
    const stack = await deployWith();
    for (const part of ["account", "regions"] as const) {
      const { inputs: set } = stack.one("aws:cloudformation/stackSet:StackSet", `firebreak-${part}`);
      assert.deepEqual(
        [set["permissionModel"], set["callAs"], set["capabilities"]],
        ["SERVICE_MANAGED", "DELEGATED_ADMIN", ["CAPABILITY_NAMED_IAM"]],
      );
      assert.equal(set["autoDeployment"].enabled, true);
      assert.deepEqual(JSON.parse(set["templateBody"]), emptyTemplate(part));
      const { inputs } = stack.one("aws:cloudformation/stackInstances:StackInstances", `firebreak-${part}`);
      assert.deepEqual(inputs["deploymentTargets"], { organizationalUnitIds: units });
      assert.deepEqual([inputs["stackSetName"], inputs["callAs"]], [`firebreak-${part}`, "DELEGATED_ADMIN"]);
      assert.deepEqual(inputs["regions"], regionsOf[part]);
      assert.equal(inputs["operationPreferences"].failureTolerancePercentage, 10);
    }
  });

  it("L21: deploy the rules into a new account only after its roles", async () => {
    const stack = await deployWith();
    const of = (part: string) => stack.one("aws:cloudformation/stackSet:StackSet", `firebreak-${part}`).inputs;
    assert.equal(of("account")["autoDeployment"].dependsOnStackSets, undefined);
    assert.deepEqual(of("regions")["autoDeployment"].dependsOnStackSets, [
      "arn:aws:cloudformation:eu-west-1:111122223333:stackset/firebreak-account",
    ]);
  });

  it("L21: read a template that is too large for a call from a private bucket, by a URL that changes with it", async () => {
    const urlOf = async (letter: string) => {
      const large = { ...emptyTemplate("account"), Description: letter.repeat(largestInCall) };
      writeTemplate(folder, "account", large);
      const stack = await deployWith();
      const of = (part: string) => stack.one("aws:cloudformation/stackSet:StackSet", `firebreak-${part}`).inputs;
      const { bucket, key, content } = stack.of("aws:s3/bucketObjectv2:BucketObjectv2")[0]!.inputs;
      assert.deepEqual(JSON.parse(content), large);
      const [blocked] = stack
        .of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
        .filter(({ inputs }) => inputs["bucket"] === bucket);
      assert.equal(blocked!.inputs["restrictPublicBuckets"], true);
      assert.equal(of("account")["templateBody"], undefined);
      assert.equal(of("account")["templateUrl"], `https://${bucket}.s3.eu-west-1.amazonaws.com/${key}`);
      assert.deepEqual(JSON.parse(of("regions")["templateBody"]), emptyTemplate("regions"));
      return of("account")["templateUrl"];
    };
    assert.notEqual(await urlOf("a"), await urlOf("b"));
  });

  it("give each template the parameters that it has", async () => {
    const stack = await deployWith({ parameters: { CreateDetector: "false" } });
    const of = (part: string) => stack.one("aws:cloudformation/stackSet:StackSet", `firebreak-${part}`).inputs;
    assert.deepEqual(of("account")["parameters"], { CreateRecorder: "true" });
    assert.deepEqual(of("regions")["parameters"], { CreateRecorder: "true", CreateDetector: "false" });
  });

  const refused = (pattern: RegExp, settings?: object) => assert.rejects(deployWith(settings), pattern);

  it("refuse a template of another version, another template, one that is too large, and none", async () => {
    const { Firebreak } = templateMark("account", []);
    writeTemplate(folder, "account", {
      ...emptyTemplate("account"),
      Metadata: { Firebreak: { ...Firebreak, Version: "0.0.1" } },
    });
    await refused(/account\.yaml is of Firebreak 0\.0\.1, and this is .*fleet template account --out/);
    writeTemplate(folder, "account", emptyTemplate("regions"));
    await refused(/account\.yaml is not Firebreak's template "account"/);
    writeTemplate(folder, "account", { ...emptyTemplate("account"), Description: "d".repeat(largestInBucket) });
    await refused(/account\.yaml has \d+ bytes, and a StackSet takes 1000000/);
    await rm(path.join(folder, "account.yaml"));
    await refused(/stackSets needs .*account\.yaml, which firebreak fleet template writes/);
  });

  it("refuse parameters that no template has, and what is no unit", async () => {
    await refused(/stackSets\.parameters has CreateDetectors: the templates have CreateRecorder/, {
      parameters: { CreateDetectors: "false" },
    });
    await refused(/stackSets\.organizationalUnits\.0 is "production".*organizational unit/s, {
      organizationalUnits: ["production"],
    });
  });

  it("are not there unless the stack asks for them", async () => {
    assert.deepEqual((await deploy(masterConfig)).of("aws:cloudformation/stackSet:StackSet"), []);
  });
});
