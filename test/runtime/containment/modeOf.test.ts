import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { approve } from "../../../runtime/containment/approve";
import { eventReader } from "../../../runtime/findings/eventReader";
import { obey } from "../../../runtime/functions/responder/command";
import { handle } from "../../../runtime/functions/responder/handle";
import { coded } from "../../../runtime/lib/errors";
import type { ModeRule } from "../../../runtime/model/responderSettings";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";
import { guardDutyEvent, member, settingsFor, world } from "../../attacks/harness";
import { isolateOn, running } from "../../attacks/isolate";

const production = "ou-ab12-production";
const contained: ModeRule = { mode: "contain", organizationalUnits: [production], accountsAtDeployment: [] };

/** A deployed responder with these rules, and the organization as it is now. */
function responder(modes: ModeRule[]) {
  const settings = settingsFor({
    modes,
    findingTypes: isolateInstance.findingTypes,
    response: { conversionSeconds: 0, snapshots: false },
  });
  const { run, published, services, table } = world(settings);
  const organization = { parent: "r-ab12", failure: "", asked: 0 };
  const listParents = async ({ ChildId }: { ChildId: string }) => {
    organization.asked += 1;
    if (organization.failure) throw coded(organization.failure, "no");
    const [Id, Type] =
      ChildId === member && organization.parent !== "r-ab12"
        ? [organization.parent, "ORGANIZATIONAL_UNIT"]
        : ["r-ab12", "ROOT"];
    return { Parents: [{ Id, Type }] };
  };
  Object.assign(services, { organizations: async () => ({ listParents }) });
  const instance = { state: running() };
  const response = isolateOn(instance);
  const eventOf = (id: string, severity = 8) => guardDutyEvent({ id, severity, type: "Impact:EC2/PortSweep" });
  const answer = async (id: string, severity?: number) => {
    const [decision] = await handle(run(), response, eventReader(), JSON.stringify(eventOf(id, severity)));
    return decision!;
  };
  const plan = async () => {
    const command = { command: "plan" as const, event: eventOf("planned") };
    const obeying = { run: run(), route: response, read: eventReader() };
    const [verdict] = (await obey(obeying, command, { by: "", partition: "aws" })) as { reason: string }[];
    return verdict!;
  };
  return { organization, answer, plan, run, response, instance, published, table };
}

describe("L13 a containment whose mode depends on organizational units", () => {
  it("is made as soon as the account is in the unit, without a deployment", async () => {
    const { organization, answer, instance } = responder([contained]);
    assert.equal((await answer("f1")).outcome, "observed");
    organization.parent = production;
    assert.equal((await answer("f2")).outcome, "contained");
    assert.deepEqual(instance.state.interfaces[0]!.groups, ["sg-closed"]);
  });

  it("is not made any more once the account has left the unit", async () => {
    const { answer } = responder([{ ...contained, accountsAtDeployment: [member] }]);
    assert.equal((await answer("f1")).outcome, "observed");
  });

  it("reads the units once in a run, and not at all if they make no difference", async () => {
    const { organization, answer } = responder([
      { mode: "off", severities: ["low"] },
      contained,
      { mode: "approve", severities: ["high"] },
    ]);
    assert.equal((await answer("f1", 2)).outcome, "skipped");
    assert.equal(organization.asked, 0);
    organization.parent = production;
    assert.equal((await answer("f2")).outcome, "contained");
    assert.equal(organization.asked, 2, "the unit and the root, once each");
  });

  for (const failure of ["TooManyRequestsException", "AccessDeniedException", "ChildNotFoundException"]) {
    it(`is made by what the deployment found if Organizations answers ${failure}, and people read that`, async () => {
      const { organization, answer, published } = responder([{ ...contained, accountsAtDeployment: [member] }]);
      organization.failure = failure;
      const { outcome, reason } = await answer("f1");
      assert.equal(outcome, "contained", reason);
      const said = new RegExp(
        `the organizational units of account ${member} could not be read \\(${failure}: no\\): the mode follows the accounts`,
      );
      assert.match(reason, said);
      const notice = published.map(({ Message }) => Message.replace(/\s+/g, " ")).join();
      assert.match(notice, said);
    });
  }

  it("waits for a person if the units of an account that may be new cannot be read", async () => {
    const { organization, answer, instance, published, run, response, table } = responder([contained]);
    organization.failure = "AccessDeniedException";
    const { outcome, reason, approval } = await answer("f1");
    assert.equal(outcome, "awaiting-approval", reason);
    assert.deepEqual(instance.state.interfaces[0]!.groups, ["sg-web"]);
    assert.match(
      reason,
      new RegExp(
        `^the mode of isolate-instance depends on the organizational units of account ${member}, which could not be read, and may be contain or observe: a person decides. Waiting for approval`,
      ),
    );
    assert.match(reason, /could not be read \(AccessDeniedException: no\), and the last deployment did not find it/);
    assert.equal(published.length, 1);
    const [request] = await table.journal.openApprovals("isolate-instance");
    assert.match(request!.reason, /which could not be read/);
    const by = "arn:aws:iam::111122223333:user/ana";
    const done = await approve(run(), response, { approval: approval!, by, reason: "it is production" });
    assert.equal(done.outcome, "contained", done.reason);
  });

  it("says nothing of units that could not be read where the mode does not depend on them", async () => {
    const { organization, answer } = responder([contained, { mode: "contain" }]);
    organization.failure = "AccessDeniedException";
    const { outcome, reason } = await answer("f1");
    assert.deepEqual([outcome, organization.asked], ["contained", 0]);
    assert.doesNotMatch(reason, /organizational units/);
  });

  it("is previewed with the same mode, and the same words about what could not be read", async () => {
    const { organization, plan } = responder([{ ...contained, accountsAtDeployment: [member] }]);
    assert.match((await plan()).reason, /^the mode of isolate-instance is observe; /);
    organization.parent = production;
    assert.match((await plan()).reason, /^the mode of isolate-instance is contain; /);
    organization.failure = "AccessDeniedException";
    assert.match((await plan()).reason, /is contain; the organizational units of account .* could not be read/);
  });

  it("is observed with one statement about what could not be read", async () => {
    const { organization, answer } = responder([
      { ...contained, mode: "observe", accountsAtDeployment: [member] },
      { mode: "contain" },
    ]);
    organization.failure = "AccessDeniedException";
    const { outcome, reason } = await answer("f1");
    assert.equal(outcome, "observed");
    assert.equal(reason.match(/could not be read/g)?.length, 1, reason);
  });
});
