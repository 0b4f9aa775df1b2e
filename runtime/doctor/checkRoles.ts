import { differences } from "../lib/sameDocument";
import type { RoleState } from "./observations";
import type { Reading } from "./reading";
import { fault, ok, type Result, unknown } from "./result";
import type { ExpectedRole } from "./settings";

/**
 * Compares the roles of an account with what this version would deploy. The roles trust their one function only, so nobody
 * else can try them; equal documents are the proof that the function can use them and nobody else.
 */
export function checkRoles(
  account: string,
  found: Record<string, Reading<RoleState | undefined>>,
  expected: ExpectedRole[],
): Result[] {
  return expected.map((role) => checkRole(account, found[role.name] ?? { problem: "it was not looked at" }, role));
}

function checkRole(account: string, reading: Reading<RoleState | undefined>, role: ExpectedRole): Result {
  const subject = { account, check: "roles" as const, subject: role.name };
  if ("problem" in reading) return unknown(subject, reading.problem);
  const state = reading.value;
  if (!state) return fault(subject, `The role does not exist: ${role.loss}. ${redeploy}`);
  const problems = problemsOf(state, filled(role, account));
  if (problems.length === 0) return ok(subject, "Trust and permissions are what this version deploys");
  const words = problems.join("; ");
  return fault(
    subject,
    `The role is not what this version deploys (${words}): it may be refused what it needs, or allow more. ${redeploy} If that changes nothing, somebody changed the role by hand: find out who.`,
  );
}

const redeploy =
  "Deploy this account's stack with this version and the rolePrefix and rolePath of the security account's stack.";

function filled({ trust, policies, boundary, ...role }: ExpectedRole, account: string): ExpectedRole {
  const fill = (text: string) => text.replaceAll("{account}", account);
  return {
    ...role,
    ...(boundary && { boundary: fill(boundary) }),
    trust: fill(trust),
    policies: Object.fromEntries(Object.entries(policies).map(([name, text]) => [name, fill(text)])),
  };
}

function problemsOf(state: RoleState, expected: ExpectedRole): string[] {
  const names = Object.keys(expected.policies);
  return [
    ...differences(expected.trust, state.trust).map((text) => `trust: ${text}`),
    ...names.flatMap((name) =>
      differences(expected.policies[name]!, state.policies[name]).map((text) => `policy ${name}: ${text}`),
    ),
    ...Object.keys(state.policies)
      .filter((name) => !names.includes(name))
      .map((name) => `the policy ${name} is not ours`),
    ...state.attached.map((arn) => `${arn} is attached`),
    ...boundaryProblems(state.boundary, expected.boundary),
  ];
}

/** Another boundary than the organization's may refuse a role what it needs. Whether each stack sets one is its own matter. */
function boundaryProblems(boundary: string | undefined, expected: string | undefined): string[] {
  if (!boundary || boundary === expected) return [];
  return [`it has the permissions boundary ${boundary}${expected ? `, not ${expected}` : ""}`];
}
