import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { eventReader } from "../../../../runtime/findings/eventReader";
import { notifiedTypes } from "../../../../runtime/findings/notifiedTypes";
import type { Finding } from "../../../../runtime/model/finding";
import { reasonOf } from "../../../../runtime/model/refusal";
import type { Target } from "../../../../runtime/model/target";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import { stopFunction } from "../../../../runtime/responses/stopFunction";
import { findingTypes } from "../../../../runtime/responses/stopFunction/findingTypes";

const test = path.join(__dirname, "..", "..", "..");
const event = () =>
  JSON.parse(readFileSync(path.join(test, "runtime", "findings", "events", "guardduty-lambda.json"), "utf8"));
const read = eventReader();

/** The finding of the event, with other details of the function. */
function finding(details: Record<string, unknown> = {}): Finding {
  const changed = event();
  Object.assign(changed.detail.resource.lambdaDetails, details);
  const [first] = read(changed).findings;
  return (first as { finding: Finding }).finding;
}

const arns = (targets: ReturnType<typeof stopFunction.targets>) => (targets as Target[]).map(({ arn }) => arn);
const role = "arn:aws:iam::444455556666:role/invoice-pdf";

describe("what a finding about a function asks for", () => {
  it("N4a: stop-function gets the function", () =>
    assert.deepEqual(arns(stopFunction.targets(finding())), [
      "arn:aws:lambda:eu-west-1:444455556666:function:invoice-pdf",
    ]));

  it("N4c: block-principal gets its role, and only the sessions with the function's name", () => {
    for (const named of [role, role.replace("role/", "role/service-role/"), "invoice-pdf"]) {
      const [target, ...rest] = blockPrincipal.targets(finding({ role: named })) as Target[];
      assert.deepEqual(rest, []);
      assert.equal(target!.arn, role);
      assert.deepEqual(target!.details, { sessionNames: "invoice-pdf", accessKeys: "" });
    }
  });

  it("N4c: without a role in the finding, people are told that there is no principal", () =>
    assert.match(reasonOf(blockPrincipal.targets(finding({ role: null })) as any), /names no principal/));

  it("N4a: without a name in the finding, people are told that there is no function", () =>
    assert.match(reasonOf(stopFunction.targets(finding({ functionName: null })) as any), /names no function/));

  it("N4a: every active type of Lambda Protection is answered, and none is only told", () => {
    const active = readFileSync(path.join(test, "corpus", "guardduty-types.txt"), "utf8")
      .split("\n")
      // Those under Persistence are of custom detection rules, about who changed a function.
      .filter((type) => type.includes(":Lambda/") && !type.startsWith("Persistence:"));
    assert.deepEqual([...findingTypes].sort(), active.sort());
    assert.ok(active.every((type) => blockPrincipal.findingTypes.includes(type)));
    const told = notifiedTypes.flatMap(({ types }) => types);
    assert.deepEqual(
      active.filter((type) => told.includes(type)),
      [],
    );
  });
});
