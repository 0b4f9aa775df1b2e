import { othersOf } from "../../components/documents/otherRoutes";
import { ownRoles } from "../../components/documents/ownRoles";
import { answeredTypes } from "../../components/settings/answeredTypes";
import { namesUnits } from "../../components/settings/organizationalUnits";
import type { GivenKeys } from "../../components/settings/problems";
import { ownSettings } from "../../components/settings/responses";
import type { MasterSettings } from "../../components/settings/schema";
import { readSettings } from "../../components/settings/settings";
import { targetsFor } from "../../runtime/containment/targetsFor";
import { eventReader } from "../../runtime/findings/eventReader";
import { intake } from "../../runtime/findings/intake";
import type { Finding } from "../../runtime/model/finding";
import { reasonOf } from "../../runtime/model/refusal";
import type { Mode, ModeRule } from "../../runtime/model/responderSettings";
import { isResponse, type Route } from "../../runtime/model/response";
import type { Target } from "../../runtime/model/target";
import { effectiveMode } from "../../runtime/policy/effectiveMode";
import { type AccountUnits, mismatches, notRead } from "../../runtime/policy/modes";
import { ownRoleNamed } from "../../runtime/policy/ownRoles";
import { protectedResource } from "../../runtime/policy/protectedResource";
import { catalogueOf } from "../../runtime/responses/catalogue";
import { problem } from "../problem";

/** What the configuration makes one response do about a finding, and why. */
export interface Explanation {
  response: string;
  /** The targets, or the reason why there are none. */
  targets: Target[] | string;
  /** Missing for a response that only notifies, and if it depends on organizational units that could not be read. */
  mode?: Mode;
  unclear?: true;
  /** Every rule in order. The first rule without a mismatch decides; if there is none, the response observes. */
  rules: { rule: ModeRule; mismatches: string[]; decides: boolean }[];
  /** What applies besides the rules. */
  notes: string[];
}

export interface Explained {
  finding: Pick<Finding, "id" | "type" | "severity" | "accountId" | "region" | "sample">;
  explanations: Explanation[];
}

/**
 * The settings of the security account's stack.
 *
 * @param read gives the text of a key
 * @param keys all keys of the stack; unknown keys are an error
 * @throws Problem that names what is wrong in the stack file
 */
export function masterSettings(read: (key: string) => string | undefined, keys?: GivenKeys): MasterSettings {
  const settings = (() => {
    try {
      return readSettings(read, keys);
    } catch (error) {
      throw problem((error as Error).message, 2);
    }
  })();
  if (settings.kind === "master") return settings;
  throw problem("Only the security account's stack (kind: master) has modes. Name it with --stack.", 2);
}

/** Returns the organizational units above an account as they are now; called only if a rule names units. */
export type UnitsOf = (account: string) => Promise<AccountUnits>;

/** What would be done about the findings of an event, or a text that says why the event is refused or ignored. */
export async function explain(
  settings: MasterSettings,
  event: unknown,
  unitsOf: UnitsOf,
): Promise<(Explained | string)[]> {
  const { securityAccountId, delegatedAdministrators } = settings;
  const catalogue = catalogueOf(settings.runbooks);
  const taken = intake(JSON.stringify(event), eventReader(), { securityAccountId, delegatedAdministrators });
  const explained = taken.map(async (item) => {
    if ("refused" in item) return `refused: ${item.refused}`;
    if ("ignored" in item) return `ignored: ${item.ignored}`;
    if (item.finding.leftAlone) return `ignored: ${item.finding.leftAlone}`;
    const { finding } = item;
    const { id, type, severity, accountId, region, sample } = finding;
    const named = Object.values(settings.responses).some(namesUnits);
    const above = named ? await unitsOf(accountId) : notRead;
    return {
      finding: { id, type, severity, accountId, region, sample },
      explanations: catalogue.flatMap((route) => explainRoute(settings, catalogue, route, { finding, above }) ?? []),
    };
  });
  return Promise.all(explained);
}

function explainRoute(
  settings: MasterSettings,
  catalogue: Route[],
  route: Route,
  { finding, above }: { finding: Finding; above: AccountUnits },
): Explanation | undefined {
  const own = settings.responses[route.name];
  const findingTypes = answeredTypes(route, own);
  const others = othersOf(route, catalogue, settings.responses);
  const found = targetsFor(route, finding, { findingTypes, others });
  if (found === undefined) return undefined;
  const targets = !Array.isArray(found) ? reasonOf(found) : found.length > 0 ? found : inAccount;
  if (!isResponse(route)) return { response: route.name, targets, rules: [], notes: ["it only notifies"] };
  const rules = own?.modes ?? [];
  const judged = rules.map((rule) => ({ rule, mismatches: mismatches(rule, finding, above) }));
  const { mode, why, unclear } = effectiveMode({ name: route.name, modes: rules }, finding, undefined, above);
  const decides = unclear ? -1 : judged.findIndex((item) => item.mismatches.length === 0);
  return {
    response: route.name,
    targets,
    ...(unclear ? { unclear } : { mode }),
    rules: judged.map((item, index) => ({ ...item, decides: index === decides })),
    notes: [
      ...(decides < 0 && !unclear ? ["no rule matches: it observes"] : []),
      ...(unclear ? [unclearNote(finding, above)] : []),
      ...(finding.sample ? ["the finding is a sample: it is only observed, regardless of the rules"] : []),
      ...(finding.action && !finding.sample ? [why] : []),
      ...(typeof targets === "string" ? [] : targets.flatMap((target) => refusal(settings, route, target, catalogue))),
    ],
  };
}

/** A finding that names only the account. */
const inAccount = "the finding names only the account: its targets are looked up there";

const unclearNote = ({ accountId }: Finding, { unread }: AccountUnits) =>
  `the mode depends on the organizational units of account ${accountId}, which could not be read here: ${unread}. Use credentials of the security account that allow organizations:ListParents`;

function refusal(settings: MasterSettings, route: Route, target: Target, catalogue: Route[]): string[] {
  if (!isResponse(route)) return [];
  const response = ownSettings(settings.responses[route.name]!);
  const own = ownRoles(catalogue, settings, target.partition);
  const reason =
    target.untouched ??
    protectedResource(target, settings.protectedResources) ??
    route.refuses?.(target, { ...response, ownRoles: own }) ??
    (ownRoleNamed(target, own) &&
      "it is one of Firebreak's own roles, while its trust policy is unchanged since deployment");
  return reason ? [`${target.id} is ${target.untouched ? "left alone" : "never contained"}: ${reasonOf(reason)}`] : [];
}
