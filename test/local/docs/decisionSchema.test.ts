import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { describe, it } from "mocha";
import { decisionSchema } from "../../../local/docs/decisionSchema";
import { eventOf } from "../../components/channels/sent";

const text = readFileSync(path.join(__dirname, "..", "..", "..", "docs", "decision-event.schema.json"), "utf8");

describe("the JSON schema of decisions", () => {
  it("P49: is what the code declares; if not, run: npm run docs", () => assert.equal(text, decisionSchema()));

  it("P49: accepts the event of a decision, and refuses what is none", () => {
    const isValid = new Ajv({ strictSchema: true }).compile(JSON.parse(text));
    const { detail } = eventOf();
    assert.ok(isValid(detail), JSON.stringify(isValid.errors));
    assert.ok(!isValid({ ...detail, version: "2" }));
    const { id: _, ...rest } = detail;
    assert.ok(!isValid(rest));
  });
});
