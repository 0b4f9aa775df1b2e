import { targetOf } from "../../runtime/resources/targets";
import { type Actor, guardDutyTrail } from "../findings";
import type { Incident } from "../incident";
import type { Place } from "../place";
import { trailLogs } from "../readBack";

/** Who stopped a trail is a finding of block-principal too. */
const response = "restore-guardrail";

/** GuardDuty reports that an actor stopped a trail. Returns the finding's id. */
const report = ({ account, region, partition, tell }: Place, name: string, actor: Actor): Promise<string> =>
  tell(guardDutyTrail({ account, region, partition }, actor, trailArn({ account, region, partition }, name)));

/** The ARN of a trail in the place of incidents. */
export const trailArn = (
  { account, region, partition }: Pick<Place, "account" | "region" | "partition">,
  name: string,
): string => targetOf("trail", { accountId: account, region, partition }, name).arn;

/** How a trail that has to be off differs from that; undefined if it is off. */
export const trailOff =
  ({ clients: { cloudTrail } }: Place, name: string) =>
  async () =>
    (await trailLogs(cloudTrail, name)) ? "the trail logs" : undefined;

/** An attacker stops a trail. */
export const stoppedTrail = (place: Place, name: string, actor: Actor): Incident => ({
  title: `${place.name}: an attacker stops a trail`,
  expected: "contained",
  response,
  async happen() {
    await place.clients.cloudTrail.stopLogging({ Name: name });
    return report(place, name, actor);
  },
  proof: async () => ((await trailLogs(place.clients.cloudTrail, name)) ? undefined : "the trail does not log"),
});

/** A trail with an approved exception is off. */
export const exemptTrail = (place: Place, name: string, actor: Actor): Incident => ({
  title: `${place.name}: a trail with an approved exception is off`,
  expected: "exempt",
  response,
  happen: () => report(place, name, actor),
  proof: trailOff(place, name),
});
