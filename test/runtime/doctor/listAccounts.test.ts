import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { listAccounts, readOrganization } from "../../../runtime/doctor/listAccounts";
import { look, lookFor } from "../../../runtime/doctor/reading";
import { inParallel } from "../../../runtime/lib/inParallel";
import { member, settings } from "./observed";

const organizationOf = (...pages: { Id: string; State?: string; Status?: string; Paths?: string[] }[][]) =>
  ({
    listAccounts: async ({ NextToken = "0" }) => {
      const at = Number(NextToken);
      return { Accounts: pages[at], ...(at + 1 < pages.length && { NextToken: `${at + 1}` }) };
    },
  }) as any;

describe("the accounts that the doctor checks", () => {
  it("F45: are those in the configuration and every other active one in the organization", async () => {
    const active = (Id: string) => ({ Id, Status: "ACTIVE" });
    const organization = organizationOf(
      [active("999900001111"), active(member)],
      [active("777788889999"), { Id: "123412341234", Status: "SUSPENDED" }],
    );
    assert.deepEqual(await listAccounts(organization, settings), {
      accounts: [settings.securityAccountId, member, "777788889999", "999900001111"],
      regions: settings.regions,
      results: [],
    });
  });

  it("X31: are selected by State, which replaced Status", async () => {
    const ids = ["100000000001", "100000000002", "100000000003", "100000000004", "100000000005", "100000000006"];
    const states = ["ACTIVE", "PENDING_ACTIVATION", "SUSPENDED", "PENDING_CLOSURE", "CLOSED", "SOMETHING_NEW"];
    const listed = ids.map((Id, index) => ({ Id, State: states[index]! }));
    const known = await listAccounts(organizationOf(listed), settings);
    assert.deepEqual(known.accounts, [settings.securityAccountId, member, "100000000001", "100000000006"]);
    assert.deepEqual(known.results, []);
    const both = await listAccounts(
      organizationOf([{ Id: "100000000001", State: "CLOSED", Status: "ACTIVE" }, { Id: member }]),
      settings,
    );
    assert.deepEqual(both.accounts, [settings.securityAccountId, member]);
  });

  it("L22: are listed with their state and the unit that they are directly in", async () => {
    const paths = [
      "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/100000000001/",
      "o-a1b2c3d4e5/r-ab12/100000000002/",
    ];
    const listed = [
      { Id: "100000000001", State: "ACTIVE", Paths: [paths[0]!] },
      { Id: "100000000002", State: "SUSPENDED", Paths: [paths[1]!] },
      { Id: "100000000003", State: "ACTIVE" },
    ];
    assert.deepEqual(await readOrganization(organizationOf(listed)), {
      value: [
        { account: "100000000001", state: "ACTIVE", unit: "ou-ab12-22222222" },
        { account: "100000000002", state: "SUSPENDED", unit: "r-ab12" },
        { account: "100000000003", state: "ACTIVE" },
      ],
    });
  });

  it("X31: are a fault if none is active, not a healthy organization", async () => {
    for (const listed of [[], [{ Id: "100000000001", State: "CLOSED" }]]) {
      const { accounts, results } = await listAccounts(organizationOf(listed), settings);
      assert.deepEqual(accounts, [settings.securityAccountId, member]);
      assert.deepEqual(
        results.map(({ status, check }) => [status, check]),
        [["fault", "accounts"]],
      );
      assert.match(results[0]!.says, /returned \d accounts, none of them in use/);
    }
  });

  it("are only those in the configuration if the organization cannot be listed, and this is reported", async () => {
    const denied = Object.assign(new Error("You don't have permissions"), { name: "AccessDeniedException" });
    const { accounts, results } = await listAccounts({ listAccounts: () => Promise.reject(denied) } as any, settings);
    assert.deepEqual(accounts, [settings.securityAccountId, member]);
    assert.deepEqual(
      results.map(({ status, check }) => [status, check]),
      [["unknown", "accounts"]],
    );
    assert.match(results[0]!.says, /AccessDeniedException.*delegated administrator/);
  });
});

describe("the doctor's readings", () => {
  it("run in parallel up to a limit, and stay in order", async () => {
    let now = 0;
    let most = 0;
    const results = await inParallel([30, 5, 20, 1, 10], 2, async (ms) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, ms));
      now--;
      return ms;
    });
    assert.deepEqual(results, [30, 5, 20, 1, 10]);
    assert.equal(most, 2);
    assert.deepEqual(await inParallel([], 2, async (item) => item), []);
  });

  it("distinguish what is absent from what cannot be read", async () => {
    const thrown = (name: string) => Promise.reject(Object.assign(new Error("it says why"), { name }));
    for (const name of ["NoSuchEntityException", "ResourceNotFoundException", "QueueDoesNotExist"]) {
      assert.deepEqual(await lookFor(() => thrown(name)), { value: undefined });
    }
    assert.deepEqual(await lookFor(() => thrown("AccessDenied")), { problem: "AccessDenied: it says why" });
    assert.deepEqual(await look(() => thrown("NoSuchEntityException")), {
      problem: "NoSuchEntityException: it says why",
    });
  });
});
