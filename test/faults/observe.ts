import { isDeepStrictEqual } from "node:util";
import { containmentOf } from "../../runtime/journal/dynamodb/priorState";
import type { Containment, Decision } from "../../runtime/model/journalItems";
import { containmentId } from "../../runtime/model/target";
import type { Published } from "../models/central";
import type { WireCall } from "../models/wire";
import type { Delivery } from "./deliver";
import { beyond } from "./powers";
import type { World } from "./world";

/** The state of the target at a moment. */
export interface Truth {
  isCut: boolean;
  isContained: boolean;
  /** Everything is as it was before the product came. */
  isAsBefore: boolean;
  /** What used to be possible and no longer is. */
  lost: number;
  /** What is possible and was not before. */
  more: string[];
}

/** A decision with the state of the target when it was written. */
export interface Claim {
  decision: Decision;
  truth: Truth;
}

/** Everything that a case shows. */
export interface Observed {
  claims: Claim[];
  /** From when to when more is possible than before; open-ended while it is. */
  exposed: { from: number; until?: number; what: string[]; killed: boolean }[];
  /** What deliveries that were not killed left possible at their end. */
  leftAtEnd: { delivery: Delivery; what: string[] }[];
  deliveries: Delivery[];
  published: Published[];
  calls: WireCall[];
  /** At the end. */
  truth: Truth;
  containment?: Containment;
  /** Messages still to be delivered, and dead letters. */
  waiting: number;
  dead: number;
  evidence: string[];
  noted: string[];
  /** The ids of the decisions that are on the bus, and of those that are noted as not there yet. */
  put: string[];
  unsent: string[];
  twice: string[];
  unknown: string[];
}

/** Watches a world while a case runs in it. */
export function observer(world: World) {
  const { account, wire, table, clock } = world;
  const shape = structuredClone(account.shape());
  const powers = account.powers();
  const seen = new Set<string>();
  const claims: Claim[] = [];
  const exposed: Observed["exposed"] = [];
  const leftAtEnd: Observed["leftAtEnd"] = [];
  const deliveries: Delivery[] = [];

  const truth = (): Truth => {
    const now = account.powers();
    return {
      isCut: account.isCut(),
      isContained: account.isContained(),
      isAsBefore: isDeepStrictEqual(account.shape(), shape),
      lost: powers.filter((power) => !now.includes(power)).length,
      more: beyond(powers, now),
    };
  };

  function lookAtJournal(): void {
    for (const [key, item] of table.items) {
      if (item["kind"] !== "decision" || seen.has(key)) continue;
      seen.add(key);
      claims.push({ decision: structuredClone(item) as never, truth: truth() });
    }
  }

  function lookAtTarget(): void {
    const what = beyond(powers, account.powers());
    const open = exposed.at(-1);
    const isOpen = open && open.until === undefined;
    if (what.length > 0 && !isOpen) exposed.push({ from: clock.now(), what, killed: false });
    if (what.length === 0 && isOpen) open.until = clock.now();
  }

  wire.after.push(({ service, operation }) => {
    if (service === "DynamoDB") lookAtJournal();
    else if (!/^(Describe|Get|List)/.test(operation)) lookAtTarget();
  });

  return {
    /** Must be called after each delivery. */
    after(delivery: Delivery): void {
      deliveries.push(delivery);
      const what = beyond(powers, account.powers());
      const open = exposed.at(-1);
      const died = delivery.how === "killed" || delivery.how === "out of time";
      if (open && open.until === undefined && died) open.killed = true;
      if (what.length > 0 && !died) leftAtEnd.push({ delivery, what });
    },
    observed(): Observed {
      const id = containmentId(world.scenario.response.name, world.scenario.target);
      const containment = [...table.items.values()].find((item) => item["kind"] === "containment" && item["id"] === id);
      const decisions = [...table.items.values()].filter((item) => item["kind"] === "decision");
      const noted = [containment, ...decisions]
        .flatMap((item) => item?.["evidence"] ?? [])
        .map(({ id: one }: any) => one);
      return {
        claims: [...claims],
        exposed,
        leftAtEnd,
        deliveries,
        published: world.published,
        calls: wire.calls,
        truth: truth(),
        ...(containment && { containment: containmentOf(structuredClone(containment)) }),
        waiting: world.queue.messages.length,
        dead: world.queue.dead.length,
        evidence: account.evidence(),
        noted,
        put: world.put.map(({ id }) => id),
        unsent: [...table.items.values()].flatMap(({ pk, sk }) =>
          String(pk).startsWith("outbox#") ? [String(sk).split("#")[1]!] : [],
        ),
        twice: account.twice(),
        unknown: wire.unknown,
      };
    },
    /** The parts of the target that differ from its prior state. */
    changed(): string[] {
      const [was, is] = [shape as Record<string, unknown>, account.shape() as Record<string, unknown>];
      return Object.keys(was).filter((key) => !isDeepStrictEqual(was[key], is[key]));
    },
    /** The decisions as they stand now: whether people were notified is recorded after they were written. */
    decisions: () => [...table.items.values()].filter((item) => item["kind"] === "decision") as never as Decision[],
  };
}
