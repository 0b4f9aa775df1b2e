import type { EvaluationResult, SimulatePrincipalPolicyCommandInput } from "@aws-sdk/client-iam";
import { pages } from "../../runtime/aws/pages";
import type { Reading } from "../../runtime/doctor/reading";
import type { Ask } from "./ask";
import type { PreflightClients } from "./clients";
import type { Simulated } from "./observations";

/** Actions in one call. AWS documents no limit, but each action takes time. */
const atOnce = 40;

/** What to simulate: actions on resources, and the values of condition keys. */
export interface Question {
  actions: string[];
  resources: string[];
  context: Record<string, string>;
}

/**
 * Simulates calls with the caller's policies and with the service control policies of its organization and their
 * conditions (https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html).
 *
 * @param source the ARN of the user or role
 */
export async function simulateCaller(
  ask: Ask,
  { iam }: Pick<PreflightClients, "iam">,
  source: Reading<string>,
  question: Question,
): Promise<Reading<Simulated[]>> {
  if ("problem" in source) return source;
  return inParts(question, (input) =>
    ask("iam:SimulatePrincipalPolicy", () =>
      pages(
        (Marker) => iam.simulatePrincipalPolicy({ PolicySourceArn: source.value, ...input, ...(Marker && { Marker }) }),
        (page) => page.EvaluationResults,
        (page) => (page.IsTruncated ? page.Marker : undefined),
      ),
    ),
  );
}

/**
 * Simulates a boundary with policies that allow everything:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
 */
export function simulateBoundary(
  ask: Ask,
  { iam }: Pick<PreflightClients, "iam">,
  boundary: string,
  question: Question,
): Promise<Reading<Simulated[]>> {
  const everything = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });
  const policies = { PolicyInputList: [everything], PermissionsBoundaryPolicyInputList: [boundary] };
  return inParts(question, (input) =>
    ask("iam:SimulateCustomPolicy", () =>
      pages(
        (Marker) => iam.simulateCustomPolicy({ ...policies, ...input, ...(Marker && { Marker }) }),
        (page) => page.EvaluationResults,
        (page) => (page.IsTruncated ? page.Marker : undefined),
      ),
    ),
  );
}

type Input = Pick<SimulatePrincipalPolicyCommandInput, "ResourceArns" | "ContextEntries"> & { ActionNames: string[] };

async function inParts(
  { actions, resources, context }: Question,
  simulate: (input: Input) => Promise<Reading<EvaluationResult[]>>,
): Promise<Reading<Simulated[]>> {
  const parts = Array.from({ length: Math.ceil(actions.length / atOnce) }, (_, at) =>
    actions.slice(at * atOnce, (at + 1) * atOnce),
  );
  const answers = await Promise.all(
    parts.map((ActionNames) =>
      simulate({
        ActionNames,
        ResourceArns: resources,
        ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
          ContextKeyName,
          ContextKeyValues: [value],
          ContextKeyType: "string",
        })),
      }),
    ),
  );
  const problem = answers.find((answer) => "problem" in answer);
  if (problem && "problem" in problem) return problem;
  return { value: answers.flatMap((answer) => ("value" in answer ? answer.value.map(simulated) : [])) };
}

function simulated(result: EvaluationResult): Simulated {
  const byOrganization = result.OrganizationsDecisionDetail?.AllowedByOrganizations;
  const byBoundary = result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary;
  return {
    action: result.EvalActionName ?? "",
    resource: result.EvalResourceName ?? "*",
    decision: result.EvalDecision ?? "",
    ...(byOrganization !== undefined && { byOrganization }),
    ...(byBoundary !== undefined && { byBoundary }),
    missing: result.MissingContextValues ?? [],
  };
}
