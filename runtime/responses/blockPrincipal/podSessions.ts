import type { Denials } from "./state";

const prefix = "pod:";

/**
 * All sessions of one pod of EKS, as one of the sessions to deny: EKS gives each another name, and tags each with the pod's uid
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html).
 */
export const podSession = (uid: string): string => `${prefix}${uid}`;

/** The uid of the pod whose sessions these are; undefined for a session with a name. */
export const podOf = (session: string): string | undefined =>
  session.startsWith(prefix) ? session.slice(prefix.length) : undefined;

/** The key of the condition that knows the pod of a session. */
export const podKey = "aws:PrincipalTag/kubernetes-pod-uid";

/** Whether only sessions of pods are denied, which no new name of a session gets around. */
export const isOfPods = ({ sessions }: Denials): boolean =>
  sessions.length > 0 && sessions.every((session) => podOf(session) !== undefined);
