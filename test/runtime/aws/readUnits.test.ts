import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readUnits, type UnitClient } from "../../../runtime/aws/readUnits";
import { coded } from "../../../runtime/lib/errors";

const account = "444455556666";
/** The parent of each child. */
const tree: Record<string, string> = {
  [account]: "ou-ab12-payments",
  "ou-ab12-payments": "ou-ab12-production",
  "ou-ab12-production": "r-ab12",
};

/** Organizations, which fails at some children. */
function organizations(parents: Record<string, string>, failing: Record<string, string> = {}) {
  const asked: string[] = [];
  const client = {
    async listParents({ ChildId, NextToken }: any) {
      asked.push(ChildId);
      if (failing[ChildId]) throw coded(failing[ChildId], "refused");
      const parent = parents[ChildId];
      if (!parent) throw coded("ChildNotFoundException", "You specified a child that doesn't exist.");
      // A page may be empty although there are more.
      if (!NextToken) return { Parents: [], NextToken: "more" };
      return { Parents: [{ Id: parent, Type: parent.startsWith("r-") ? "ROOT" : "ORGANIZATIONAL_UNIT" }] };
    },
  };
  return { client: client as unknown as UnitClient, asked };
}

describe("L13 the units above an account", () => {
  it("are read up to the root", async () => {
    const { client } = organizations(tree);
    assert.deepEqual(await readUnits(client, account), { units: ["ou-ab12-payments", "ou-ab12-production", "r-ab12"] });
  });

  it("are known as far as they could be read, with the reason", async () => {
    const { client } = organizations(tree, { "ou-ab12-payments": "TooManyRequestsException" });
    assert.deepEqual(await readUnits(client, account), {
      units: ["ou-ab12-payments"],
      unread: "TooManyRequestsException: refused",
    });
  });

  it("are not known of an account outside the organization", async () => {
    const { client } = organizations(tree);
    const { units, unread } = await readUnits(client, "999900001111");
    assert.deepEqual(units, []);
    assert.match(unread!, /^ChildNotFoundException: /);
  });

  it("are not known if an answer has no parent", async () => {
    const client = { listParents: async () => ({ Parents: [] }) } as unknown as UnitClient;
    assert.match((await readUnits(client, account)).unread!, /NoParent: Organizations names no parent of 444455556666/);
  });

  it("are not searched for without end", async () => {
    const { client, asked } = organizations({ [account]: "ou-ab12-one", "ou-ab12-one": "ou-ab12-one" });
    assert.match((await readUnits(client, account)).unread!, /there is no root within 6 levels/);
    assert.equal(asked.length, 12);
  });

  it("are not waited for longer than some seconds", async () => {
    const client = {
      listParents: (_: unknown, { abortSignal }: { abortSignal: AbortSignal }) =>
        new Promise((_, reject) => {
          // An unanswered request keeps the process alive, unlike the timer of the signal.
          const connection = setInterval(() => {}, 1000);
          abortSignal.addEventListener("abort", () => {
            clearInterval(connection);
            reject(coded("AbortError", "Request aborted"));
          });
        }),
    } as unknown as UnitClient;
    assert.deepEqual(await readUnits(client, account), { units: [], unread: "no answer within 5 seconds" });
  });
});
