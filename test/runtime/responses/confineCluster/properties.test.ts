import fc from "fast-check";
import { confineCluster } from "../../../../runtime/responses/confineCluster";
import { itKeepsTheContract } from "../contract";
import { clients, target, worlds } from "./model";

describe("N9c N9e: what confine-cluster guarantees, for every cluster", () => {
  itKeepsTheContract({
    response: confineCluster,
    target,
    worlds,
    clients,
    settings: fc.record({
      publicAccessCidrs: fc.constantFrom<string[][]>(
        [],
        ["203.0.113.0/24"],
        ["203.0.113.0/25", "198.51.100.0/24", "2001:db8::/32"],
      ),
    }),
    wanted: fc.constantFrom<Record<string, string>[][]>([], [{ user: "" }], [{ user: "jane" }, { user: "" }]),
    keeps: {
      // The history of updates, and how long one takes, are no part of the cluster's configuration.
      without: ({ endpoint, tags }) => ({ endpoint, tags }),
    },
  });
});
