import type { Directory } from "../components/documents/directoryContent";
import type { Containment } from "../runtime/model/journalItems";
import type { Verdict } from "../runtime/model/verdict";
import type { ContainTarget } from "./containTarget";
import { functionOf, releaserOf } from "./directory";
import { invoke } from "./invoke";
import { safe } from "./output/print";
import type { World } from "./world";

/** What a containment by hand would do now. */
export const containPlan = (
  world: World,
  directory: Directory,
  response: string,
  target: ContainTarget,
): Promise<Verdict> =>
  invoke(
    world,
    { functionName: functionOf(directory, response), alias: "operate" },
    { command: "plan-contain", target },
  );

/** What a release of the whole containment would restore now. */
export const releasePlan = (
  world: World,
  directory: Directory,
  { id, response }: Pick<Containment, "id" | "response">,
): Promise<Verdict> =>
  invoke(
    world,
    { functionName: releaserOf(directory, response), alias: "operate" },
    { command: "plan-release", containment: id },
  );

/** What a release of one finding's hold leaves held, in a sentence; undefined if nothing holds the resource after it. */
export function staysText({ holds }: Pick<Containment, "holds">, finding: string | undefined): string | undefined {
  const others = Object.keys(holds).filter((holder) => holder !== finding);
  if (!finding || others.length === 0) return undefined;
  return `It stays contained: ${others.map(safe).join(", ")} still ${others.length === 1 ? "holds" : "hold"} it.`;
}

/** What is said instead of the plan of a release. */
export const goneText = "It no longer exists: there is nothing to restore.";
export const nothingLeftText = "Nothing is left to restore.";

/** The sections of the plan of a release. */
export const releaseSections = ({
  calls = [],
  drift = [],
  evidence = [],
}: Verdict): [title: string, items: string[]][] => [
  ["Will be restored", calls.map((call) => `${safe(call.operation)}: ${safe(call.reason)}`)],
  ["Will not be restored", drift.map(safe)],
  ["Evidence, which is kept", evidence.map((item) => `${safe(item.kind)} ${safe(item.id)}`)],
];
