import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { waitingWords } from "../../../runtime/containment/askApproval";
import { expiredWords, whyOver } from "../../../runtime/containment/whyOver";
import type { Approval } from "../../../runtime/model/journalItems";

const expiresAt = "2026-11-26T12:00:00.000Z";

describe("the text about a request for approval", () => {
  it("Z3: says that it expires without a change, not that the change is made by then", () => {
    const text = waitingWords(expiresAt);
    assert.equal(
      text,
      `Waiting for approval. If nobody approves by ${expiresAt}, the request expires and nothing is changed.`,
    );
  });

  it("Z3: says that it expired, and that nothing was changed", () => {
    const text = `the request expired at ${expiresAt} without an approval: nothing was changed`;
    assert.equal(expiredWords({ expiresAt }), text);
    const waiting = { status: "waiting", expiresAt } as Approval;
    const lastSeen = "2026-11-26T11:00:00.000Z";
    const later = new Date("2026-11-26T13:00:00.000Z");
    assert.equal(whyOver(waiting, { lastSeen }, later), `${text}; the finding shows no activity since then`);
  });
});
