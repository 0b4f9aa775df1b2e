import { isOfWall, raze } from "../../aws/wall/entries";
import { wallLeftBehind } from "../../aws/wall/leftBehind";
import { wallIn } from "../../aws/wall/readAcls";
import { isPatient } from "../../lib/errors";
import type { Call, Evidence, ReleasePlan } from "../../model/call";
import { podParts } from "../../resources/pod";
import type { PodClients } from "./clients";
import { cordoned, setLabel } from "./plan";
import { deletePolicy, isOwn, policyName } from "./policy";
import { cordonKind, labelKey, type PodPriorState, type PodState, policyKind } from "./state";

/** The prior state that a release restores. */
export function priorState({ pod, node }: PodState): PodPriorState {
  return {
    // Without a label null: what a later run adds to the prior state must not be taken for it.
    ...(pod && { uid: pod.uid, label: pod.labels[labelKey] ?? null }),
    ...(node && { node: { name: node.name, unschedulable: node.unschedulable } }),
  };
}

/** Removes exactly what isolation made: the policy, the wall, the label and the cordon. What others changed stays and is named. */
export function releasePlan(state: PodState, saved: PodPriorState): ReleasePlan {
  const parts = [policy(state), raze(state), label(state, saved), cordon(state, saved)];
  return { calls: parts.flatMap(({ calls }) => calls), drift: parts.flatMap(({ drift }) => drift) };
}

const nothing: ReleasePlan = { calls: [], drift: [] };

function policy({ id, mark, policy: own }: PodState): ReleasePlan {
  if (!own) return nothing;
  const { cluster, namespace } = podParts(id);
  const name = policyName(mark);
  if (!own.exact) return { calls: [], drift: [`others changed NetworkPolicy ${name}: left as it is`] };
  return { calls: [deletePolicy({ cluster, namespace, name, uid: own.uid })], drift: [] };
}

function label({ id, mark, pod }: PodState, { label: before = null }: PodPriorState): ReleasePlan {
  const now = pod?.labels[labelKey] ?? null;
  if (!pod || now === before) return nothing;
  if (now !== mark) return { calls: [], drift: [`others set label ${labelKey} to ${now ?? "nothing"}: left as it is`] };
  const reason = before === null ? "it had no such label before" : "it had this label before";
  return { calls: [{ ...setLabel(id, pod.uid, before), reason }], drift: [] };
}

function cordon({ id, node }: PodState, { node: before }: PodPriorState): ReleasePlan {
  if (!node?.marked || before?.unschedulable) return nothing;
  return { calls: [uncordon(podParts(id).cluster, node.name)], drift: [] };
}

const uncordon = (cluster: string, name: string): Call => ({
  service: "kubernetes",
  operation: "PatchNode",
  input: { cluster, name, patch: cordoned(false, "") },
  reason: "its cordon was made for this containment",
  changes: ["node"],
  releases: true,
});

/** What a call made in the cluster, by which it is found when the pod is gone. */
export function evidence({ operation, input }: Call): Evidence[] {
  const { cluster, namespace, name } = input as Record<string, string>;
  if (operation === "CreateNetworkPolicy") {
    const made = (input["policy"] as { metadata: { name: string } }).metadata.name;
    return [{ kind: policyKind, id: `${cluster}/${namespace}/${made}` }];
  }
  const mark = operation === "PatchNode" && (input["patch"] as ReturnType<typeof cordoned>).metadata.labels[labelKey];
  return mark ? [{ kind: cordonKind, id: `${cluster}/${name}/${mark}` }] : [];
}

/** The same, found by reading. */
export function evidenceIn({ id, mark, policy: own, node }: PodState): Evidence[] {
  const { cluster, namespace } = podParts(id);
  return [
    ...(own ? [{ kind: policyKind, id: `${cluster}/${namespace}/${policyName(mark)}` }] : []),
    ...(node?.marked ? [{ kind: cordonKind, id: `${cluster}/${node.name}/${mark}` }] : []),
  ];
}

/**
 * The calls that remove what a pod that is gone leaves: its wall, whose address may be another's soon, the policy and the cordon. What
 * the cluster does not show stays: a policy that selects nobody harms nobody. Only a cordon is worth another try.
 *
 * @throws what the cluster throws about a cordoned node, if it may answer later
 */
export async function leftBehind({ ec2, kubernetes }: PodClients, found: Evidence[]): Promise<Call[]> {
  const wall = await wallLeftBehind({ ec2 }, found);
  const rest = await Promise.all(
    found.map(({ kind, id }) =>
      madeIn(kubernetes, { kind, id }).catch((error: unknown) => {
        if (kind === cordonKind && isPatient(error)) throw error;
        return [];
      }),
    ),
  );
  return [...wall, ...rest.flat()];
}

async function madeIn(kubernetes: PodClients["kubernetes"], { kind, id }: Evidence): Promise<Call[]> {
  if (kind === policyKind) {
    const parts = podParts(id);
    const mark = parts.name.slice(policyName("").length);
    const own = (await kubernetes.listNetworkPolicies(parts)).items.find((policy) => isOwn(policy, mark));
    return own ? [deletePolicy({ ...parts, uid: own.metadata.uid ?? "" })] : [];
  }
  if (kind !== cordonKind) return [];
  const [cluster = "", name = "", mark] = id.split("/");
  const node = await kubernetes.getNode({ cluster, name });
  return node.metadata.labels?.[labelKey] === mark ? [uncordon(cluster, name)] : [];
}

/** Whether a call removes what the evidence names as made for the containment. */
export function givesBack(
  { service, operation, input }: Pick<Call, "service" | "operation" | "input">,
  found: Evidence[],
) {
  if (service === "ec2") return isOfWall({ operation, input }, wallIn({ evidence: found }));
  const { cluster, namespace, name } = input as Record<string, string>;
  const has = (wanted: string, start: string) =>
    found.some(({ kind, id }) => kind === wanted && `${id}/`.startsWith(start));
  if (operation === "DeleteNetworkPolicy") return has(policyKind, `${cluster}/${namespace}/${name}/`);
  const ends = JSON.stringify(input["patch"]) === JSON.stringify(cordoned(false, ""));
  return operation === "PatchNode" && ends && has(cordonKind, `${cluster}/${name}/`);
}
