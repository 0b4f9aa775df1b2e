import fc from "fast-check";
import { isolateTask } from "../../../../runtime/responses/isolateTask";
import { itKeepsTheContract } from "../contract";
import { clients, inOrder, target, type World, worlds } from "./model";

describe("N21 N22: what isolate-task guarantees, for every task", () => {
  itKeepsTheContract<World>({
    response: isolateTask,
    target,
    worlds,
    clients,
    settings: fc.record({ networkAcls: fc.boolean(), stopTask: fc.constant(false) }),
    wanted: fc.constantFrom([], [{ channel: "dns" }]),
    keeps: { without: inOrder },
  });
});
