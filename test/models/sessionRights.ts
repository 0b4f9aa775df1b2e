import { responseStatements } from "../../components/shared/policies";
import { type Purpose, partFor, permissionsOfPart } from "../../runtime/aws/rolePart";
import { sessionPolicy } from "../../runtime/aws/sessionPolicy";
import { matchesWildcard } from "../../runtime/lib/wildcard";
import type { Permission } from "../../runtime/model/permission";
import type { Target } from "../../runtime/model/target";

/** A session as AWS sees it: it may do what the role's policy and the session's both allow; conditions are left out. */
export interface SessionRights {
  /** The session policy. */
  policy: string;
  may(action: string, resource?: string): boolean;
}

export function sessionRights(permissions: Permission[], target: Target, purpose: Purpose): SessionRights {
  const own = permissionsOfPart(permissions, partFor(permissions, purpose));
  const policy = sessionPolicy(own, target);
  const role = responseStatements(own, target.partition, target.accountId);
  const session = JSON.parse(policy).Statement;
  return {
    policy,
    may: (action, resource = "*") => [role, session].every((statements) => allows(statements, action, resource)),
  };
}

const fits = (patterns: string | string[], text: string): boolean =>
  [patterns].flat().some((pattern) => matchesWildcard(pattern, text));

const allows = (statements: any[], action: string, resource: string): boolean =>
  statements.some(
    ({ Effect, Action, Resource, NotResource }) =>
      Effect === "Allow" &&
      fits(Action, action) &&
      (NotResource ? !fits(NotResource, resource) : fits(Resource, resource)),
  );
