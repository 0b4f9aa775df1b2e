import assert from "node:assert/strict";
import { activities, ocsfOf } from "../../../runtime/lake/ocsf";
import type { Decision } from "../../../runtime/model/journalItems";
import { outcomes } from "../../../runtime/model/outcome";
import { isResponse } from "../../../runtime/model/response";
import { decisionFacts } from "../../../runtime/notices/decisionEvent";
import { catalogue } from "../../../runtime/responses/catalogue";
import { decision } from "../../cli/journal";
import { isPublished } from "./published";

const eventOf = (given: Decision) => ocsfOf(decisionFacts(given));
const valid = (event: unknown) => assert.ok(isPublished(event), JSON.stringify(isPublished.errors));

describe("decisions as events of OCSF", () => {
  it("P33: are valid by the published schema, whatever the outcome and the response", () => {
    for (const outcome of outcomes) {
      for (const { name } of catalogue) valid(eventOf(decision({ outcome, response: name })));
    }
    const { target: _, about: __, containment: ___, ...bare } = decision({ outcome: "refused" });
    valid(eventOf(bare));
    assert.ok(!isPublished({ ...eventOf(decision()), severity_id: 17 }), "the schema refuses what is wrong");
  });

  it("P33: say what was done, to what, how it ended and what remains", () => {
    const event = eventOf(decision()) as any;
    assert.deepEqual([event.activity_name, event.status, event.severity], ["Isolate", "Success", "High"]);
    assert.equal(event.type_uid, 700101);
    assert.equal(event.end_time - event.start_time, 12_500);
    assert.equal(event.observables[0].value, "arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0");
    assert.match(event.remediation.desc, /DNS through the VPC's resolver/);
    assert.equal(event.metadata.correlation_uid, "f1");
    const status = (outcome: "partial" | "failed" | "gone" | "exempt") =>
      (eventOf(decision({ outcome })) as any).status;
    assert.deepEqual((["partial", "failed", "gone", "exempt"] as const).map(status), [
      "Partial",
      "Failure",
      "Does Not Exist",
      "exempt",
    ]);
    assert.equal((eventOf(decision({ outcome: "released" })) as any).activity_name, "Restore");
  });

  it("P33: have an activity for each response", () => {
    const missing = catalogue.filter(isResponse).filter(({ name }) => activities[name] === undefined);
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    );
  });
});
