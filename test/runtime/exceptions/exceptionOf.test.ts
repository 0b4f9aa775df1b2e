import assert from "node:assert/strict";
import fc from "fast-check";
import { exceptionOf, verify } from "../../../runtime/exceptions/exceptionOf";
import { noLimits } from "../../../runtime/exceptions/judge";
import { type SignedException, signedText } from "../../../runtime/exceptions/signedText";
import { grantedValue, readTagValue, writeTagValue } from "../../../runtime/exceptions/tagValue";
import type { GrantedException } from "../../../runtime/model/journalItems";
import type { Target } from "../../../runtime/model/target";
import { bucketTarget, instanceTarget } from "../../../runtime/resources/targets";
import { granted, grantedTag, instance, judgeModel, place, sign, tagKey } from "./model";

const firstSeen = "2026-11-25T11:00:00Z";
const other = instanceTarget(place, "i-0fedcba9876543210");

describe("a signed exception", () => {
  const entry = granted();
  const judgeWith = async (
    change: (entry: GrantedException) => {
      register?: GrantedException;
      value?: string;
      target?: Target;
      response?: string;
    },
  ) => {
    const { judge } = judgeModel();
    const {
      register = entry,
      value = grantedValue(register),
      target = instance,
      response = "isolate-instance",
    } = change(entry);
    await judge.journal.putGranted(register, undefined);
    return exceptionOf(judge, { response, firstSeen, target, tags: { [tagKey]: value } });
  };

  it("M24: exempts the resource that it was granted for, from the response that it names", async () => {
    const verdict = await judgeWith(() => ({}));
    assert.equal(verdict.exempt, true, verdict.reason);
    assert.match(verdict.reason!, /until 2099-01-31, by owner@example.com, SEC-1, signed/);
  });

  const late = granted({ issuedAt: "2026-11-25T11:00:01Z" });
  const ended = granted({ until: "2026-11-24" });
  const cases: [string, Parameters<typeof judgeWith>[0], RegExp][] = [
    [
      "forged",
      () => ({ value: grantedValue(granted({ signature: "x".repeat(43) })) }),
      /forged: no approver granted it/,
    ],
    ["forged, and no signature at all", () => ({ value: grantedValue(granted({ signature: "short" })) }), /forged/],
    ["copied from another resource", () => ({ target: other }), /that of arn:.*i-0123456789abcdef0: it was copied/],
    [
      "widened",
      () => ({ value: grantedValue({ ...entry, responses: ["isolate-instance", "block-principal"] }) }),
      /widened: granted for isolate-instance, not for block-principal/,
    ],
    [
      "prolonged",
      () => ({ value: grantedValue({ ...entry, until: "2099-12-31" }) }),
      /extended: granted until 2099-01-31/,
    ],
    [
      "with another owner",
      () => ({ value: grantedValue({ ...entry, owner: "me@example.com" }) }),
      /granted with by=owner@/,
    ],
    [
      "backdated",
      () => ({ register: late, value: grantedValue({ ...late, issuedAt: "2026-11-25T10:00:00Z" }) }),
      /granted with at=2026-11-25T11:00:01Z/,
    ],
    ["issued after the finding's first activity", () => ({ register: late }), /after the finding's first activity/],
    ["expired", () => ({ register: ended }), /ended on 2026-11-24/],
    ["for another response", () => ({ response: "block-principal" }), /not for block-principal/],
    [
      "revoked",
      () => ({ register: { ...entry, status: "revoked", revokedAt: "2026-11-25T10:30:00Z", revokedBy: "ann" } }),
      /revoked at 2026-11-25T10:30:00Z by ann/,
    ],
    [
      "replaced by a later one",
      () => ({ register: granted({ reference: "SEC-2" }), value: grantedValue(entry) }),
      /replaced by the exception that/,
    ],
    [
      "signed by the key, but unknown to the register",
      () => ({ register: granted({}, other), value: grantedValue(entry) }),
      /it is not in the register of exceptions/,
    ],
  ];
  for (const [name, change, reason] of cases) {
    it(`M24 M23: ${name}: does not exempt, and says why`, async () => {
      const verdict = await judgeWith(change);
      assert.equal(verdict.exempt, false);
      assert.match(verdict.reason!, reason);
    });
  }

  it("is refused if its signature is invalid, even if config requires none", async () => {
    const { judge } = judgeModel();
    const tags = { [tagKey]: grantedValue(granted({ signature: "x".repeat(43) })) };
    const verdict = await exceptionOf(
      { ...judge, limits: noLimits },
      { response: "isolate-instance", firstSeen, target: instance, tags },
    );
    assert.equal(verdict.exempt, false);
  });

  it("costs no call if there is nothing to verify", async () => {
    const { judge, table, kmsCalls } = judgeModel();
    const values: Record<string, string>[] = [{}, { [tagKey]: "approved" }, { [tagKey]: "for=isolate-instance" }];
    for (const tags of values) {
      await exceptionOf(
        { ...judge, limits: noLimits },
        { response: "isolate-instance", firstSeen, target: instance, tags },
      );
    }
    assert.deepEqual([...table.calls, ...kmsCalls], []);
  });

  it("costs one KMS call and one register look-up if it exempts", async () => {
    const { judge, table, kmsCalls } = judgeModel();
    const tags = await grantedTag(judge, entry);
    await exceptionOf(judge, { response: "isolate-instance", firstSeen, target: instance, tags });
    assert.deepEqual([...kmsCalls, ...table.calls], ["VerifyMac", "PutItem", "GetItem"]);
  });

  it("is neither genuine nor forged if KMS cannot be reached: that is an error", async () => {
    const { judge } = judgeModel();
    const tags = await grantedTag(judge, entry);
    const broken = { ...judge, keyArn: () => "another key" };
    await assert.rejects(
      exceptionOf(broken, { response: "isolate-instance", firstSeen, target: instance, tags }),
      /NotFoundException/,
    );
  });

  it("fits into a tag of every service", () => {
    const value = grantedValue(
      granted({ responses: ["isolate-instance", "block-principal", "confine-security-group"] }),
    );
    assert.ok(value.length <= 256, `${value.length}`);
    assert.match(value, /^[\p{L}\p{N} _.:/=+@-]+$/u);
  });
});

describe("the signed text", () => {
  const word = fc.stringMatching(/^[A-Za-z0-9._@:/-]{1,12}$/);
  const exception: fc.Arbitrary<SignedException> = fc.record({
    accountId: fc.stringMatching(/^\d{12}$/),
    arn: word,
    kind: word,
    responses: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
    until: word,
    owner: word,
    reference: word,
    issuedAt: word,
  });

  it("M24: does not verify after a change to any signed field", async () => {
    const { judge } = judgeModel();
    const sameScope = (one: string[], two: string[]) =>
      one.length === two.length && one.every((name) => two.includes(name));
    await fc.assert(
      fc.asyncProperty(
        exception,
        exception,
        fc.subarray(["accountId", "arn", "kind", "responses", "until", "owner", "reference", "issuedAt"] as const, {
          minLength: 1,
        }),
        async (one, two, changed) => {
          const forged = { ...one, ...Object.fromEntries(changed.map((name) => [name, two[name]])) };
          const same = changed.every((name) =>
            name === "responses" ? sameScope(one.responses, two.responses) : one[name] === two[name],
          );
          assert.equal(await verify(judge, forged, sign(one)), same);
        },
      ),
    );
  });

  it("does not depend on the order of the responses", () => {
    const of = (responses: string[]) => signedText({ ...granted(), responses });
    assert.equal(of(["b", "a"]), of(["a", "b"]));
  });

  it("M24: changes if values move between fields", () =>
    fc.assert(
      fc.property(exception, exception, (one, two) => {
        const same = JSON.stringify({ ...one, responses: [...one.responses].sort() });
        fc.pre(same !== JSON.stringify({ ...two, responses: [...two.responses].sort() }));
        assert.notEqual(signedText(one), signedText(two));
      }),
    ));

  it("is read from a tag exactly as it was written", () =>
    fc.assert(
      fc.property(exception, ({ responses, until, owner, reference, issuedAt }) => {
        fc.pre(responses.every((name) => !name.includes("+")));
        const fields = { for: responses, until, by: owner, ref: reference, at: issuedAt, sig: "s" };
        const read = readTagValue(writeTagValue(fields));
        assert.deepEqual(read.form === "fields" && read.fields, fields);
      }),
    ));

  it("includes the account of a bucket, whose ARN has none", () => {
    const one = granted({}, bucketTarget(place, "logs"));
    assert.notEqual(signedText(one), signedText({ ...one, accountId: "777788889999" }));
  });
});
