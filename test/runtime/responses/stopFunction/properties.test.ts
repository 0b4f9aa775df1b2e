import fc from "fast-check";
import { stopFunction } from "../../../../runtime/responses/stopFunction";
import { itKeepsTheContract } from "../contract";
import { clients, target, type World, worlds } from "./model";

describe("N4a N4d: what stop-function guarantees, for every function", () => {
  itKeepsTheContract<World>({
    response: stopFunction,
    target,
    worlds,
    clients,
    settings: fc.record({ disableEventSources: fc.boolean() }),
    // Functions on managed instances are left to a person.
    waits: /a person/,
    // The version stays as evidence.
    keeps: {
      without: ({ versions: _, ...rest }) => rest,
    },
  });
});
