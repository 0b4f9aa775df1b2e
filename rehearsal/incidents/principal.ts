import { type Actor, guardDutyPrincipal } from "../findings";
import type { Incident } from "../incident";
import type { Place } from "../place";
import { roleNotBlocked, userNotBlocked } from "../readBack";

const finding = ({ account, region, partition }: Place, actor: Actor, type?: string) =>
  guardDutyPrincipal({ account, region, partition }, actor, type);

/** The key of a user is in the wrong hands. */
export const stolenKey = (place: Place, user: Actor): Incident => ({
  title: `${place.name}: the key of a user is used from a malicious address`,
  expected: "contained",
  happen: () => place.tell(finding(place, user)),
  proof: () => userNotBlocked(place.clients.iam, user.userName),
});

/** The credentials of one session of a role are in the wrong hands. */
export const stolenSession = (place: Place, role: Actor): Incident => ({
  title: `${place.name}: credentials of one instance's role are used outside AWS; its other instances work on`,
  expected: "contained",
  happen: () =>
    place.tell(finding(place, role, "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS")),
  proof: () => roleNotBlocked(place.clients.iam, role.userName),
});

/** A user with an approved exception does what it is meant to do. */
export const exemptUser = (place: Place, user: Actor): Incident => ({
  title: `${place.name}: a user with an exception that names this response and an end does what it is meant to do`,
  expected: "exempt",
  happen: () => place.tell(finding(place, user)),
});
