import type { FleetCommand } from "./engine";

/** How many failed accounts a deployment goes on with. With both, the smaller one decides; with neither, none. */
export interface Tolerance {
  count?: number;
  /** Of the accounts of the run, rounded down. */
  percent?: number;
}

/** In which order the accounts are deployed, as the inventory says it. */
export interface Rollout {
  /** Names of groups and ids of accounts. They are deployed first after the security account, and none may fail. */
  canary: string[];
  /** Names of groups. Accounts of none of them come last. */
  waves: string[];
  failureTolerance: Tolerance;
}

/** Without an inventory, or without a word about it there. */
export const plainRollout: Rollout = { canary: [], waves: [], failureTolerance: {} };

/** A stack, as far as the order needs it. */
export interface Member {
  stack: string;
  /** Undefined for a stack file without one. */
  account?: string | undefined;
  isMaster: boolean;
  groups: string[];
  /** Why a deployment passes it over, if it does. */
  held?: string | undefined;
}

/** Stacks that are worked on in parallel. */
export interface Wave<Stack extends Member = Member> {
  name: string;
  stacks: Stack[];
  /** How many stacks may have failed, in all waves so far, for the run to go on. */
  tolerated: number;
}

/**
 * The stacks in waves. All others depend on the security account, so it is deployed first and destroyed last. What only reads has one
 * wave, in which failures stop nothing.
 */
export function wavesOf<Stack extends Member>(command: FleetCommand, stacks: Stack[], rollout: Rollout): Wave<Stack>[] {
  const masters = stacks.filter(({ isMaster }) => isMaster);
  const members = stacks.filter(({ isMaster }) => !isMaster);
  const any = Number.POSITIVE_INFINITY;
  const waves: Wave<Stack>[] = [];
  if (command === "preview" || command === "drift") {
    waves.push({ name: "all accounts", stacks: [...masters, ...members], tolerated: any });
  } else if (command === "destroy") {
    waves.push({ name: "member accounts", stacks: members, tolerated: any });
    waves.push({ name: security, stacks: masters, tolerated: 0 });
  } else {
    waves.push({ name: security, stacks: masters, tolerated: 0 });
    waves.push(...wavesOfMembers(members, rollout));
  }
  return waves.filter((wave) => wave.stacks.length > 0);
}

const security = "security account";

function wavesOfMembers<Stack extends Member>(
  members: Stack[],
  { canary, waves, failureTolerance }: Rollout,
): Wave<Stack>[] {
  const tolerated = toleratedOf(failureTolerance, members.length);
  const isCanary = ({ account = "", groups }: Stack) =>
    canary.includes(account) || groups.some((group) => canary.includes(group));
  const others = members.filter((member) => !isCanary(member));
  const waveOf = ({ groups }: Stack) => waves.findIndex((group) => groups.includes(group));
  return [
    { name: "canary", stacks: members.filter(isCanary), tolerated: 0 },
    ...waves.map((name, at) => ({ name, stacks: others.filter((member) => waveOf(member) === at), tolerated })),
    {
      name: waves.length > 0 ? "remaining accounts" : "member accounts",
      stacks: others.filter((member) => waveOf(member) === -1),
      tolerated,
    },
  ];
}

/** How many of a number of accounts may fail. */
export function toleratedOf({ count, percent }: Tolerance, accounts: number): number {
  if (count === undefined && percent === undefined) return 0;
  const share = percent === undefined ? Number.POSITIVE_INFINITY : Math.floor((accounts * percent) / 100);
  return Math.min(count ?? Number.POSITIVE_INFINITY, share);
}
