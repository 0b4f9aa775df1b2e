import fc from "fast-check";
import { isolatePod } from "../../../../runtime/responses/isolatePod";
import { itKeepsTheContract } from "../contract";
import { clients, inOrder, target, uid, type World, worlds } from "./model";

describe("N70 N75: what isolate-pod guarantees, for every pod", () => {
  itKeepsTheContract<World>({
    response: isolatePod,
    target,
    worlds,
    clients,
    settings: fc.record({
      networkAcls: fc.boolean(),
      cordonNode: fc.boolean(),
      enforcingClusters: fc.constantFrom([], ["shop"]),
    }),
    wanted: fc.constantFrom([], [{ uid: "" }], [{ uid }]),
    keeps: { without: inOrder },
  });
});
