import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { notifiedTypes, whyNotified } from "../../../runtime/findings/notifiedTypes";

describe("the advice about a finding that no response contains", () => {
  it("Z3: says what people must do, and nothing that reads as if it had been done", () => {
    assert.match(
      whyNotified("CredentialAccess:RDS/AnomalousBehavior.FailedLogin")!,
      /limit who reaches it with its security group/,
    );
    const before = notifiedTypes.filter(({ why }) => /\bbefore\b|\b(is|are) (stopped|blocked|contained)\b/.test(why));
    assert.deepEqual(before, []);
  });
});
