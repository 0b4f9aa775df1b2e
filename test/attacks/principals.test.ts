import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { eventReader } from "../../runtime/findings/eventReader";
import { handle } from "../../runtime/functions/responder/handle";
import { blockPrincipal } from "../../runtime/responses/blockPrincipal";
import { type IamModel, iamWith, isDeniedBy } from "../runtime/responses/blockPrincipal/model";
import {
  settings as blockSettings,
  containOnce,
  identity,
  outcomeOf,
  role,
  sessionA,
  worldWith,
} from "../runtime/responses/blockPrincipal/work";
import { guardDutyEvent, settingsFor, world } from "./harness";

const evil = "AROAEVILEVILEVILEVIL1";

/** The real response on a model of IAM. */
const blockOn = (model: IamModel) => ({
  ...blockPrincipal,
  clients: () => ({ iam: model.iam }) as any,
  writeClients: () => ({ policies: model.policies }),
});

const roleFinding = (userName: string, more: object = {}) =>
  guardDutyEvent({
    type: "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
    resource: {
      resourceType: "AccessKey",
      accessKeyDetails: { userType: "AssumedRole", userName, principalId: `${evil}:x1`, accessKeyId: "ASIA1" },
    },
    ...more,
  });

const settings = () =>
  settingsFor({ findingTypes: blockPrincipal.findingTypes, response: { ...blockSettings, ownRoles: [] } as any });

describe("attacks on block-principal", () => {
  it("Y6 E6: a policy with the former name, whatever its case and path, does not prevent the block", async () => {
    const model = iamWith(worldWith());
    for (const method of ["iam", "policies"] as const) {
      const createPolicy = model[method].createPolicy;
      model[method].createPolicy = async (input: any) => {
        if (input.PolicyName.toLowerCase() === "web-quarantine") {
          throw Object.assign(new Error("Duplicate names are not allowed."), { name: "EntityAlreadyExistsException" });
        }
        return createPolicy(input);
      };
    }
    const result = (await containOnce(model, { target: role, wanted: [{ sessions: sessionA, accessKeys: "" }] }))!;
    assert.equal(outcomeOf(result), "contained");
    assert.ok(isDeniedBy(model.world, model.world.roles["web"]!, { userid: sessionA }));
  });

  for (const boundary of [
    "arn:aws:iam::aws:policy/AdministratorAccess",
    "arn:aws:iam::444455556666:policy/org-developer-boundary",
  ]) {
    it(`X19 E56: a role with the boundary ${boundary.split("/")[1]} is blocked, and keeps it`, async () => {
      const policies = { [boundary]: [{ id: "v1", document: "{}", isDefault: true }] };
      const model = iamWith(worldWith({ web: { boundary }, policies }));
      const result = (await containOnce(model, { target: role, wanted: [{ sessions: sessionA, accessKeys: "" }] }))!;
      assert.equal(outcomeOf(result), "contained");
      const web = model.world.roles["web"]!;
      assert.equal(web.boundary, boundary);
      assert.ok(isDeniedBy(model.world, web, { userid: sessionA }));
    });
  }

  for (const [name, severity] of [
    ["firebreak-backdoor", 5],
    ["Security-IR-Role-backdoor", 5],
    ["FIREBREAK-x", 8],
    ["OrganizationAccountAccessRole", 5],
    ["AWSControlTowerExecution", 5],
    ["AWSReservedSSO_Admin_0123456789abcdef", 5],
    ["AWSServiceRoleForBackdoor", 5],
  ] as const) {
    it(`X20 E7: a role is blocked although it is called ${name}`, async () => {
      const trust = { Statement: [{ Effect: "Allow", Principal: { AWS: "666677778888" }, Action: "sts:AssumeRole" }] };
      const model = iamWith(worldWith({ roles: { [name]: identity({ id: evil, trust }) } }));
      const { run, published } = world(settings());
      const event = JSON.stringify(roleFinding(name, { severity }));
      const [decision] = await handle(run(), blockOn(model), eventReader(), event);
      assert.equal(decision!.outcome, "partial", decision!.reason);
      assert.match(decision!.reason, /under another name is not denied.*666677778888/);
      assert.ok(isDeniedBy(model.world, model.world.roles[name]!, { userid: `${evil}:x1` }));
      assert.equal(published.length, 1);
    });
  }

  /** The decision about an event from a file, and the notices. */
  async function decided(file: string, model: IamModel) {
    const { _world, ...event } = JSON.parse(await readFile(path.join(__dirname, "events", file), "utf8"));
    const { run, published } = world(settings());
    const [decision] = await handle(run(), blockOn(model), eventReader(), JSON.stringify(event));
    return {
      decision: decision!,
      published,
      principalId: event.detail.resource.accessKeyDetails.principalId as string,
    };
  }

  it("X19: the session of a role with its organization's mandatory boundary is denied, and the boundary stays", async () => {
    const boundary = "arn:aws:iam::444455556666:policy/org-developer-boundary";
    const roles = { "orders-api": identity({ id: "AROAEXAMPLEEXAMPLE013", boundary }) };
    const policies = { [boundary]: [{ id: "v1", document: "{}", isDefault: true }] };
    const model = iamWith(worldWith({ roles, policies }));
    const { decision, principalId } = await decided("13-guardduty-role-with-boundary.json", model);
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.ok(isDeniedBy(model.world, model.world.roles["orders-api"]!, { userid: principalId }));
    assert.equal(model.world.roles["orders-api"]!.boundary, boundary);
  });

  it("X5: a pod's session, which renews itself under another name, is partial, and the notice says so first", async () => {
    const trust = {
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
        },
      ],
    };
    const model = iamWith(worldWith({ roles: { checkout: identity({ id: "AROAEXAMPLEEXAMPLE014", trust }) } }));
    const { decision, principalId, published } = await decided("14-guardduty-pod-identity-session.json", model);
    assert.ok(isDeniedBy(model.world, model.world.roles["checkout"]!, { userid: principalId }));
    assert.equal(decision.outcome, "partial");
    for (const text of [decision.reason, decision.remains[0]!])
      assert.match(text, /^a session of role checkout under another name/);
    assert.equal(published.length, 1);
  });

  it("F8: the user behind a Bedrock API key is denied, and that key is deactivated too", async () => {
    const bob = {
      path: "/",
      id: "AIDAEXAMPLEEXAMPLE023",
      keys: [{ id: "AKIAEXAMPLEEXAMPLE02", status: "Active" as const }],
      service: [{ id: "ACCAEXAMPLEEXAMPLE023", status: "Active" as const }],
    };
    const model = iamWith(worldWith({ users: { "BedrockAPIKey-q7x2": identity(bob) } }));
    const { decision } = await decided("23-guardduty-bedrock-key-user.json", model);
    assert.equal(decision.outcome, "contained", decision.reason);
    const { keys, service, attached } = model.world.users["BedrockAPIKey-q7x2"]!;
    assert.deepEqual(
      [...keys, ...service].map(({ status }) => status),
      ["Inactive", "Inactive"],
    );
    assert.deepEqual(attached, ["arn:aws:iam::aws:policy/AWSDenyAll"]);
  });

  it("X7: an actor that is not in the account where it acted is reported, and not called gone", async () => {
    const { run, published } = world(settings());
    const user = { type: "AssumedRole", name: "admin", uid: "AROAOTHER:x", credentialUid: "ASIA2" };
    const event = guardDutyEvent({
      type: "AttackSequence:IAM/CompromisedCredentials",
      severity: 9,
      resource: { resourceType: "AttackSequence" },
      sequence: { actors: [{ id: "a", user }], resources: [] },
    });
    const [decision] = await handle(run(), blockOn(iamWith(worldWith())), eventReader(), JSON.stringify(event));
    assert.equal(decision!.outcome, "skipped");
    assert.match(decision!.reason, /belongs to another account/);
    assert.equal(decision!.needsPerson, true);
    assert.equal(published.length, 1);
  });
});
