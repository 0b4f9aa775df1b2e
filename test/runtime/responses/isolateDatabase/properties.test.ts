import fc from "fast-check";
import { isolateDatabase } from "../../../../runtime/responses/isolateDatabase";
import type { DatabaseSettings } from "../../../../runtime/responses/isolateDatabase/state";
import { itKeepsTheContract } from "../contract";
import { clients, clusterAsTarget, instanceTarget, type World, worlds } from "./model";

/** A rotation and a reboot leave no trace, so a run that dies may do them twice; plan.test.ts has them. */
const settings: fc.Arbitrary<DatabaseSettings> = fc.record({
  snapshots: fc.boolean(),
  publicDatabase: fc.constantFrom("isolate", "not-public"),
  rotateManagedSecret: fc.constant(false),
  reboot: fc.constant(false),
});

const wanted = fc.constantFrom(
  [{ about: "public" }],
  [{ about: "use" }],
  [{ about: "use" }, { about: "public" }],
) as fc.Arbitrary<Record<string, string>[]>;

/** Our groups and the evidence stay. */
const keeps = {
  without: ({ vpc: _, snapshots: __, groups, ...rest }: World) => ({ ...rest, groups: [...groups].sort() }),
};

const engines = [
  ["postgres", instanceTarget],
  ["aurora-postgresql", clusterAsTarget],
  ["mysql", clusterAsTarget],
] as const;

for (const [engine, target] of engines) {
  describe(`N51: isolate-database, for every ${target.kind} of ${engine}`, () => {
    itKeepsTheContract<World>({
      response: isolateDatabase,
      target,
      worlds: () => worlds(engine),
      clients: (world) => clients(world, target),
      settings,
      wanted,
      keeps,
    });
  });
}
