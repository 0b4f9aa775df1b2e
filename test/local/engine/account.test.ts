import assert from "node:assert/strict";
import { CreateRoleCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { destroy, preview, refresh, type Stack, state, up } from "../../../local/engine/stack";
import { member, security } from "../aws/instance";
import { as, trust, unique } from "../aws/principals";
import { caseStack, failure } from "./stacks";

const runs = { up, preview, refresh, destroy };
const withKeysOf = (stack: Stack, account: string): Stack => ({
  ...stack,
  environment: { ...stack.environment, AWS_ACCESS_KEY_ID: account },
});
const hasRole = async (account: string, RoleName: string) =>
  new IAMClient(await as(account)).send(new GetRoleCommand({ RoleName })).then(
    () => true,
    (error: Error) => {
      if (error.name === "NoSuchEntityException" || error.name === "NoSuchEntity") return false;
      throw error;
    },
  );

describe("local engine: the account of a stack", () => {
  const name = unique("bound");
  let stack: Stack;

  before(async () => {
    const iam = new IAMClient(await as(security));
    // Resources with the same name in another account, such as a service account's roles in the security account.
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust("lambda.amazonaws.com") }));
    stack = await caseStack("account", member, { account: member, name });
    await up(stack);
  });

  for (const [operation, run] of Object.entries(runs)) {
    it(`X53: ${operation} with another account's credentials fails, names both accounts and changes nothing`, async () => {
      const before = await state(stack);
      const text = await failure(run(withKeysOf(stack, security)));
      assert.match(text, new RegExp(`account-${member}.*AWS account ID not allowed: ${security}`, "s"));
      assert.deepEqual(await state(stack), before);
      assert.ok((await hasRole(member, name)) && (await hasRole(security, name)));
    });
  }

  it("X53: a state from before the provider is adopted in place, and bound only then", async () => {
    const own = unique("older");
    const values = { account: member, name: own };
    const older = await caseStack("account", member, { ...values, bare: true });
    const at = { ...older, name: "older" };
    await up(at);
    const newer = { ...at, config: { ...(at.config as object), "engine-test:bare": false } };
    // Only the provider itself is made, whatever Region it names: existing resources merely get another provider.
    const { changes, resources } = await up(newer);
    assert.deepEqual([changes, resources], [{ create: 1, same: 3 }, []]);
    assert.match(await failure(destroy(withKeysOf(newer, security))), /not allowed/);
    await destroy(newer);
    assert.equal(await hasRole(member, own), false);
  });

  it("X53: a stack that is not deployed yet creates nothing with another account's credentials", async () => {
    const own = unique("fresh");
    const fresh = { ...(await caseStack("account", member, { account: member, name: own })), name: "fresh" };
    assert.match(
      await failure(up(withKeysOf(fresh, security))),
      new RegExp(`account-${member}.*AWS account ID not allowed: ${security}`, "s"),
    );
    assert.deepEqual([await hasRole(member, own), await hasRole(security, own)], [false, false]);
  });

  it("X53: the account's own credentials destroy it", async () => {
    await destroy(stack);
    assert.deepEqual([await hasRole(member, name), await hasRole(security, name)], [false, true]);
  });
});
