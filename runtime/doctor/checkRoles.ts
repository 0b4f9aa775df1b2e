import { differences } from "../lib/sameDocument";
import type { RoleState } from "./observations";
import type { Reading } from "./reading";
import { restore } from "./restore";
import { fault, ok, type Result, unknown } from "./result";
import type { ExpectedRole } from "./settings";

/**
 * Compares the roles of an account with what this version would deploy. Each role trusts only its function, so the doctor cannot
 * try them; equal documents prove that only that function can use them.
 */
export function checkRoles(
  account: string,
  found: Record<string, Reading<RoleState | undefined>>,
  expected: ExpectedRole[],
): Result[] {
  return expected.map((role) => checkRole(account, found[role.name] ?? { problem: "it was not checked" }, role));
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
    `The role is not what this version deploys (${words}): it may lack permissions, or have too many. ${redeploy} If the stack's version and settings were right, the role was changed past Pulumi: find out who did it.`,
  );
}

const redeploy = `${restore} It needs this version, and the rolePrefix and rolePath of the security account's stack.`;

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

/** A boundary other than the organization's may deny a role what it needs. A role without a boundary is fine. */
function boundaryProblems(boundary: string | undefined, expected: string | undefined): string[] {
  if (!boundary || boundary === expected) return [];
  return [`it has the permissions boundary ${boundary}${expected ? `, not ${expected}` : ""}`];
}
