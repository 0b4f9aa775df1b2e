import { type Actor, guardDutyPrincipal } from "../findings";
import type { Incident } from "../incident";
import type { Place } from "../place";
import { roleNotBlocked, userNotBlocked } from "../readBack";

const finding = ({ account, region, partition }: Place, actor: Actor, type?: string) =>
  guardDutyPrincipal({ account, region, partition }, actor, type);

/** A user's access key is stolen. */
export const stolenKey = (place: Place, user: Actor): Incident => ({
  title: `${place.name}: the key of a user is used from a malicious address`,
  expected: "contained",
  happen: () => place.tell(finding(place, user)),
  proof: () => userNotBlocked(place.clients.iam, user.userName),
});

/** The credentials of a role session are stolen. */
export const stolenSession = (place: Place, role: Actor): Incident => ({
  title: `${place.name}: credentials of an instance's role are used outside AWS; other instances with the role keep working`,
  expected: "contained",
  happen: () =>
    place.tell(finding(place, role, "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS")),
  proof: () => roleNotBlocked(place.clients.iam, role.userName),
});

/** A user with an approved exception does its normal work. */
export const exemptUser = (place: Place, user: Actor): Incident => ({
  title: `${place.name}: a user with an exception for this response and with an end date does its normal work`,
  expected: "exempt",
  happen: () => place.tell(finding(place, user)),
});
