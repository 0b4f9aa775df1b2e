import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ZodError } from "zod";
import { accountEventReader } from "../../../runtime/doctor/accountEvents";
import { aliasOf, doctorCommandReader } from "../../../runtime/doctor/commands";

const management = "111111111111";
const account = "444455556666";
const read = accountEventReader(management);

const event = (eventName: string, more: object, change: object = {}) => ({
  source: "aws.organizations",
  "detail-type": "AWS Service Event via CloudTrail",
  account: management,
  detail: { eventName, ...more },
  ...change,
});
const result = (name: string, status: object) => ({ serviceEventDetails: { [name]: status } });
const call = { "detail-type": "AWS API Call via CloudTrail" };

// The forms are those of https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html and
// https://docs.aws.amazon.com/controltower/latest/userguide/lifecycle-events.html.
describe("L22: the events about accounts", () => {
  it("L22: say which account was created, closed, moved or removed", () => {
    const created = result("createAccountStatus", { id: "car-1", state: "SUCCEEDED", accountId: account });
    assert.deepEqual(read(event("CreateAccountResult", { ...created, requestParameters: null })), { account });
    const closed = result("closeAccountStatus", { accountId: account, state: "SUCCEEDED" });
    assert.deepEqual(read(event("CloseAccountResult", closed)), { account, ended: "closed" });
    const requestParameters = { accountId: account, sourceParentId: "r-ab12", destinationParentId: "ou-ab12-11111111" };
    assert.deepEqual(read(event("MoveAccount", { requestParameters }, call)), {
      account,
      unit: "ou-ab12-11111111",
      from: "r-ab12",
    });
    const removed = { requestParameters: { accountId: account } };
    assert.deepEqual(read(event("RemoveAccountFromOrganization", removed, call)), { account, ended: "left" });
  });

  it("L22: say which account Control Tower created or updated, and in which unit", () => {
    for (const verb of ["create", "update"]) {
      const status = {
        organizationalUnit: { organizationalUnitName: "Custom", organizationalUnitId: "ou-ab12-11111111" },
        account: { accountName: "LifeCycle1", accountId: account },
        state: "SUCCEEDED",
      };
      const name = `${verb === "create" ? "Create" : "Update"}ManagedAccount`;
      const found = read(event(name, result(`${verb}ManagedAccountStatus`, status), { source: "aws.controltower" }));
      assert.deepEqual(found, { account, unit: "ou-ab12-11111111" });
    }
  });

  it("L22: are ignored if the attempt failed or no account is named, as comparing finds the account anyway", () => {
    const failed = result("createAccountStatus", { state: "FAILED", failureReason: "EMAIL_ALREADY_EXISTS" });
    assert.equal(read(event("CreateAccountResult", failed)), undefined);
    const refused = { errorCode: "AccessDenied", requestParameters: { accountId: account } };
    assert.equal(read(event("RemoveAccountFromOrganization", refused, call)), undefined);
    assert.equal(
      read(event("AccountJoinedOrganization", { serviceEventDetails: { joinedMethod: "Invited" } })),
      undefined,
    );
    assert.throws(() => read(event("MoveAccount", { requestParameters: { accountId: "<b>" } }, call)), ZodError);
  });

  it("L22: are refused from any other account, source or kind", () => {
    const moved = { requestParameters: { accountId: account } };
    for (const change of [{ account: "999900001111" }, { source: "own.app" }, { "detail-type": "Test" }]) {
      assert.throws(() => read(event("MoveAccount", moved, { ...call, ...change })), ZodError);
    }
    assert.throws(() => read(event("CreatePolicy", moved, call)), ZodError);
  });

  it("L22: reach the doctor through an alias of their own, and commands do not", () => {
    const readCommand = doctorCommandReader();
    assert.equal(aliasOf(readCommand(event("MoveAccount", {}))), "accounts");
    assert.equal(aliasOf(readCommand({ command: "watch" })), "scheduled");
    assert.equal(aliasOf(readCommand({ command: "accounts" })), "operate");
    assert.throws(() => readCommand({ command: "noticed", event: {} }), /not a doctor command/);
  });
});
