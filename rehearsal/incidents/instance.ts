import { instanceTarget } from "../../runtime/resources/targets";
import { guardDutyFinding } from "../findings";
import type { Incident } from "../incident";
import type { Followed, Place } from "../place";
import { groupsOf, notIsolated, sameGroups } from "../readBack";
import { released } from "./release";

/** A test instance. */
export interface TestInstance {
  id: string;
  /** A description for titles: "an instance with two interfaces". */
  what: string;
  /** How it differs from its prior state; undefined if it does not differ. */
  unchanged(): Promise<string | undefined>;
  /** What of it is not cut off besides its security groups; undefined if nothing is left. */
  notCut?(): Promise<string | undefined>;
}

/** How the groups of an instance differ from its prior state; undefined if they do not differ. */
export const groupsUnchanged =
  ({ clients: { ec2 } }: Place, id: string, before: Record<string, string[]>) =>
  async () =>
    sameGroups(await groupsOf(ec2, id), before) ? undefined : `the groups of ${id} differ from the prior state`;

/** The incidents of one instance, in this order; other incidents may occur in between. */
export interface InstanceCourse {
  contained: Incident;
  again: Incident;
  released: Incident;
  old: Incident;
}

/** An instance is compromised, contained, reported again, released and reported once more. */
export function instanceCourse(
  place: Place,
  followed: Pick<Followed, "command">,
  instance: TestInstance,
): InstanceCourse {
  const { name, account, region, partition, clients } = place;
  const { id, what, unchanged, notCut } = instance;
  const finding = guardDutyFinding({ account, region, partition, instanceId: id });
  const tell = () => place.tell(finding);
  const isolated = async () => (await notIsolated(clients.ec2, id)) ?? notCut?.();
  return {
    contained: {
      title: `${name}: ${what} communicates with a command and control server`,
      expected: "contained",
      happen: tell,
      proof: isolated,
    },
    again: {
      title: `${name}: GuardDuty sends the same finding again`,
      expected: "already-contained",
      decisions: 2,
      happen: tell,
      proof: isolated,
    },
    released: released(followed, {
      title: `${name}: an analyst releases the instance`,
      response: "isolate-instance",
      arn: instanceTarget({ accountId: account, region, partition }, id).arn,
      reason: "image taken, instance is clean",
      decisions: 3,
      proof: unchanged,
    }),
    old: {
      title: `${name}: the old finding arrives again after the release`,
      expected: "skipped",
      decisions: 4,
      happen: tell,
      proof: unchanged,
    },
  };
}

/** An instance with an approved exception is compromised and not changed. */
export function exemptInstance(place: Place, instance: Omit<TestInstance, "what">): Incident {
  const { account, region, partition } = place;
  return {
    title: `${place.name}: an instance with an approved exception does the same`,
    expected: "exempt",
    happen: () => place.tell(guardDutyFinding({ account, region, partition, instanceId: instance.id })),
    proof: instance.unchanged,
  };
}
