import { unchangedSince } from "../../../rehearsal/course";
import { guardDutyTrail } from "../../../rehearsal/findings";
import { released } from "../../../rehearsal/incidents/release";
import { targetOf } from "../../../runtime/resources/targets";
import { makeRule } from "../../world/compliance";
import { guardrailsIn } from "../../world/guardrails";
import { iamIn, makeUser } from "../../world/principals";
import type { Incident, Stage } from "./incident";

/** Who stopped a trail is a finding of block-principal too. */
const response = "restore-guardrail";

/** Incidents with what records, detects and closes by default. */
export async function guardrailIncidents({ world, places, followed }: Stage): Promise<Incident[]> {
  const { website } = places;
  const guardrails = guardrailsIn(world, "website");
  await makeRule(world.endpoint, website.account, "EC2_EBS_ENCRYPTION_BY_DEFAULT");
  await guardrails.makeTrail("website-audit");
  await guardrails.makeTrail("website-moved", { SecurityException: "moves to another bucket today" });
  await guardrails.stopTrail("website-moved");
  await guardrails.encrypt(true);
  await guardrails.encrypt(false);
  const actor = await makeUser(iamIn(world, "website"), "website-stopped-the-trail");
  const { account: accountId, region, partition } = website;
  const arnOf = (name: string) => targetOf("trail", { accountId, region, partition }, name).arn;
  const reported = (name: string) => () =>
    website.tell(guardDutyTrail({ account: accountId, region, partition }, actor, arnOf(name)));
  const logs = (name: string) => () => guardrails.logs(name);
  return [
    {
      title: "website: an attacker stops the trail, which CloudTrail reports",
      expected: "contained",
      response,
      happen: () => guardrails.stopTrail("website-audit"),
      proof: async () => ((await guardrails.logs("website-audit")) ? undefined : "the trail does not log"),
    },
    {
      title: "website: GuardDuty reports who stopped the trail: to block the user waits for approval",
      expected: "awaiting-approval",
      response: "block-principal",
      happen: reported("website-audit"),
      proof: async () => undefined,
    },
    {
      title: "website: a deployment stopped a trail that is exempt",
      expected: "exempt",
      response,
      happen: reported("website-moved"),
      proof: await unchangedSince(logs("website-moved")),
    },
    {
      title: "website: EBS encryption by default is off, and the finding names only the account",
      expected: "contained",
      happen: () =>
        website.evaluate({
          rule: "EC2_EBS_ENCRYPTION_BY_DEFAULT",
          resourceType: "AWS::::Account",
          resourceId: accountId,
        }),
      proof: async () => ((await guardrails.encrypts()) ? undefined : "EBS does not encrypt by default"),
    },
    {
      ...released(followed, {
        title: "website: an analyst releases the trail, which is off again as it was",
        response,
        arn: arnOf("website-audit"),
        reason: "it is replaced",
        decisions: 2,
        proof: async () => ((await guardrails.logs("website-audit")) ? "the trail logs" : undefined),
      }),
      response,
    },
  ];
}
