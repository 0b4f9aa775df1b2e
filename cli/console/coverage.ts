import type { Coverage, Result } from "../../runtime/doctor/result";
import type { AccountText } from "../accountNames";
import type { Tone } from "../report/words";
import { runVerb } from "../runVerb";
import { coverageWords, shownOf, worstFirst } from "../verbs/doctor";
import type { World } from "../world";
import { saidIn } from "./actions";

/** The doctor's result, as far as it is known. */
export interface CoverageView {
  running: boolean;
  /** When the last run ended. */
  at?: string;
  /** Why the last run has no result. */
  failed?: string[];
  accounts: { account: string; coverage: string; tone: Tone }[];
  /** What is wrong, the worst first. */
  results: {
    account: string;
    status: string;
    tone: Tone;
    check: string;
    region: string;
    subject: string;
    says: string;
  }[];
}

interface Found {
  accounts: string[];
  coverage: Record<string, Coverage>;
  results: Result[];
}

/** Runs the doctor on demand, once at a time, and keeps its last result. */
export function coverageRuns(world: World) {
  let running = false;
  let last: { at: string; found?: Found; failed?: string[] } | undefined;
  const run = async (): Promise<void> => {
    try {
      const { out, err } = await runVerb(["doctor", "--json"], world);
      const at = world.now().toISOString();
      last = out.trim() === "" ? { at, failed: saidIn(err) } : { at, found: JSON.parse(out) };
    } finally {
      running = false;
    }
  };
  return {
    start(): void {
      if (running) return;
      running = true;
      void run();
    },
    view: (accountText: AccountText): CoverageView => ({
      running,
      ...(last && { at: last.at }),
      ...(last?.failed && { failed: last.failed }),
      ...coverageView(last?.found ?? { accounts: [], coverage: {}, results: [] }, accountText),
    }),
  };
}

const tones: Record<Coverage, Tone> = { covered: "good", partly: "warn", not: "bad" };
const statusTones: Record<Result["status"], Tone> = { fault: "bad", unknown: "warn", warning: "warn", ok: "good" };

/** The doctor's result for a page: every account, and what is wrong. */
export const coverageView = (
  { accounts, coverage, results }: Found,
  accountText: AccountText,
): Pick<CoverageView, "accounts" | "results"> => ({
  accounts: accounts.map((account) => ({
    account: accountText(account),
    coverage: coverageWords[coverage[account]!],
    tone: tones[coverage[account]!],
  })),
  results: worstFirst(accounts.flatMap((account) => shownOf(results, account, false))).map(
    ({ account, status, check, region = "", subject, says }) => ({
      account: accountText(account),
      tone: statusTones[status],
      ...{ status, check, region, subject, says },
    }),
  ),
});
