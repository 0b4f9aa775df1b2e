import type { z } from "zod";
import { containTarget } from "../containTarget";
import { deployedModes } from "../deployedModes";
import { readDirectory } from "../directory";
import { currentPause } from "../journal";
import { lookUp } from "../lookUp";
import { containmentMeant } from "../meant";
import { safe } from "../output/print";
import { momentOf } from "../output/time";
import { byHandWhilePaused, pauseText } from "../pauseText";
import { containPlan, goneText, nothingLeftText, releasePlan, releaseSections, staysText } from "../plans";
import { problem } from "../problem";
import { kinds } from "../verbs/exceptionArgs";
import { nothingAbout } from "../verbs/show";
import type { World } from "../world";
import { act, actions, containPlanForm, nothing, releasePlanForm, shownId } from "./actions";
import { coverageRuns } from "./coverage";
import { type May, mayOf } from "./may";
import { liveJournal } from "./snapshot";
import { type DecisionView, decisionView } from "./views/decision";
import { exceptionsView } from "./views/exceptions";
import { incidentFilter, incidentPage } from "./views/incidents";
import { modesView } from "./views/modes";
import { nowView } from "./views/now";
import { filled, type Section } from "./views/section";
import { shownView } from "./views/shown";

/** What the console answers. */
export interface Api {
  reads: Record<string, (query: URLSearchParams) => Promise<unknown>>;
  writes: Record<string, { form: z.ZodType; run(given: any): Promise<unknown> }>;
}

/** Who uses the console, where, and what they may do. */
export interface SessionView {
  account: string;
  region: string;
  may: May;
  responses: string[];
  kinds: string[];
  writeToken: string;
}

/** The plan of a containment by hand. */
export interface ContainPlanView {
  plan: DecisionView;
  /** What a pause means for it. */
  paused?: string;
}

/** The plan of a release. */
export interface ReleasePlanView {
  sections: Section[];
  /** What is said instead, or besides. */
  text?: string;
}

/** How far back the first view looks. */
const recent = "7d";

/** Milliseconds for which the modes are kept: only a deployment changes them. */
const modesKept = 300_000;

const noModes =
  "Your credentials may not ask the responses for their modes. You need the policy in the output auditorPolicy.";

/** Everything that the console answers, with the credentials of the user. */
export async function consoleApi(world: World): Promise<Api> {
  const directory = await readDirectory(world);
  const live = liveJournal(world, directory);
  const coverage = coverageRuns(world);
  const since = (text: string) => momentOf(text, "since", world.now());
  const snapshot = (text = recent) => live.read(since(text));
  // Asked once: each time AWS records what it refuses, and people may have alarms on that.
  const may = remembered(world, Number.POSITIVE_INFINITY, () => mayOf(world, directory));
  const modes = remembered(world, modesKept, () => deployedModes(world, directory));

  return {
    reads: {
      "/api/session": async () => ({
        account: directory.securityAccountId,
        region: directory.homeRegion,
        may: await may(),
        responses: Object.keys(directory.functions),
        kinds,
      }),
      "/api/now": async () => nowView(await snapshot(), await may(), since(recent)),
      "/api/incidents": async (query) => {
        const filter = checked(incidentFilter, query);
        return incidentPage(await snapshot(filter.since), since(filter.since), filter);
      },
      "/api/show": async (query) => {
        const id = checked(shownId, query).id;
        const found = await lookUp(await live.journal(), id, world.now());
        if (!found) throw nothingAbout(id);
        return shownView(await snapshot(), await may(), found);
      },
      "/api/exceptions": async () => exceptionsView(await snapshot(), await may()),
      "/api/coverage": async () => coverage.view((await snapshot()).accountText),
      "/api/modes": async () => {
        // The view asks again and again, and AWS would refuse each time.
        if (!(await may()).modes) throw problem(noModes);
        return modesView(await modes());
      },
    },
    writes: {
      "/api/plan/contain": { form: containPlanForm, run: planContain },
      "/api/plan/release": { form: releasePlanForm, run: planRelease },
      "/api/coverage": {
        form: nothing,
        run: async () => {
          coverage.start();
          return {};
        },
      },
      ...Object.fromEntries(
        Object.entries(actions).map(([name, action]) => [
          `/api/act/${name}`,
          {
            form: action.form,
            run: async (given: object) => {
              // What a person asked for does not wait for names.
              const accountText = await snapshot().then(
                (found) => found.accountText,
                () => safe,
              );
              const result = await act(world, action, given, accountText);
              live.changed();
              return result;
            },
          },
        ]),
      ),
    },
  };

  async function planContain(given: { response: string; id: string; account?: string; region?: string }) {
    const pause = await currentPause(await live.journal(), world.now());
    const plan = await containPlan(world, directory, given.response, containTarget(given));
    return {
      plan: decisionView(plan, (await snapshot()).accountText),
      ...(pause && { paused: `${pauseText(pause)}. ${byHandWhilePaused}` }),
    } satisfies ContainPlanView;
  }

  async function planRelease({ id, finding }: { id: string; finding?: string }): Promise<ReleasePlanView> {
    const containment = await containmentMeant(await live.journal(), id, world.now());
    const stays = staysText(containment, finding);
    if (stays) return { sections: [], text: stays };
    const plan = await releasePlan(world, directory, containment);
    const sections = filled(releaseSections(plan));
    const text = plan.outcome === "gone" ? goneText : sections.length === 0 ? nothingLeftText : undefined;
    return { sections, ...(text && { text }) };
  }
}

/** The values of an address. @throws Problem that says what is wrong with them */
function checked<Form extends z.ZodType>(form: Form, query: URLSearchParams): z.output<Form> {
  const parsed = form.safeParse(Object.fromEntries(query));
  if (parsed.success) return parsed.data;
  throw problem(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "), 2);
}

/** The last answer, unless it is older than these milliseconds; a failure is not kept. */
function remembered<Answer>(world: World, kept: number, ask: () => Promise<Answer>): () => Promise<Answer> {
  let last: { at: number; answer: Promise<Answer> } | undefined;
  return () => {
    const at = world.now().getTime();
    if (last && at - last.at < kept) return last.answer;
    const answer = ask();
    last = { at, answer };
    answer.catch(() => {
      last = undefined;
    });
    return answer;
  };
}
