import assert from "node:assert/strict";
import type { STS } from "@aws-sdk/client-sts";
import { assumeRole } from "../../../runtime/aws/assumeRole";
import { codeOf } from "../../../runtime/lib/errors";

const target = { accountId: "444455556666", partition: "aws" };
const role = "Other-Prefix-isolate-instance";
const named = (name: string, message: string) => Object.assign(new Error(message), { name });

/** Assumes the role through an STS that fails with this error, and returns what is thrown. */
async function refusedWith(error: Error): Promise<Error> {
  const sts = { assumeRole: () => Promise.reject(error) } as unknown as STS;
  return assumeRole(sts, target, role, { name: "session", policy: "{}" }).then(
    () => assert.fail("it did not throw"),
    (thrown: Error) => thrown,
  );
}

describe("assuming a role", () => {
  for (const name of ["AccessDenied", "AccessDeniedException"]) {
    it(`M41: ${name}: names the missing role and what to compare, as for a stack with another prefix`, async () => {
      const denied = named(name, "User: x is not authorized to perform: sts:AssumeRole");
      const thrown = await refusedWith(denied);
      assert.equal(codeOf(thrown), name);
      assert.match(thrown.message, /^arn:aws:iam::444455556666:role\/Other-Prefix-isolate-instance does not exist or/);
      assert.match(thrown.message, /account 444455556666 deployed/);
      assert.match(thrown.message, /do the stack's rolePath and rolePrefix match "Other-Prefix-isolate-instance"/);
      assert.match(thrown.message, /AWS says: .*not authorized to perform: sts:AssumeRole/);
    });
  }

  for (const name of ["Throttling", "RegionDisabledException", "PackedPolicyTooLarge"]) {
    it(`${name} does not mention prefixes`, async () => {
      const error = named(name, "something else");
      assert.equal(await refusedWith(error), error);
    });
  }
});
