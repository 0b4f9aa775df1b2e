import { doctorSettings } from "../../../components/documents/doctorExpectations";
import { readSettings } from "../../../components/settings/settings";
import type {
  AccountObservation,
  CentralObservation,
  RegionObservation,
  RoleState,
} from "../../../runtime/doctor/observations";
import type { Reading } from "../../../runtime/doctor/reading";
import type { Result } from "../../../runtime/doctor/result";
import { coveredTag, type DoctorSettings, type ExpectedRole, versionTag } from "../../../runtime/doctor/settings";
import { catalogueOf } from "../../../runtime/responses/catalogue";
import { masterConfig } from "../../components/deploy";

export const member = "444455556666";
export const home = "eu-west-1";
export const second = "us-east-1";

const config: Record<string, string> = {
  ...masterConfig,
  "firebreak:memberAccounts": JSON.stringify([member]),
  "firebreak:securityHub": "true",
  "firebreak:channels": JSON.stringify({ room: { kind: "slack" } }),
  "firebreak:securityLake": JSON.stringify({ bucket: "lake-111122223333" }),
  "firebreak:responses": JSON.stringify({
    "isolate-instance": { modes: [{ mode: "contain", organizationalUnits: ["ou-ab12-production"] }] },
  }),
};
const read = readSettings((key) => config[`firebreak:${key}`]);
if (read.kind !== "master") throw new Error("not the settings of a security account");

/** What the security account of the component tests compares accounts with. */
export const settings: DoctorSettings = doctorSettings(catalogueOf([]), read, "aws");

const of = <Value>(value: Value): Reading<Value> => ({ value });

/** A role as the stack deploys it. */
function deployed({ name, trust, policies }: ExpectedRole): RoleState {
  const fill = (text: string) => text.replaceAll("{account}", member);
  const isForwarding = name === settings.forwarding.name;
  return {
    trust: fill(trust),
    policies: Object.fromEntries(Object.entries(policies).map(([key, text]) => [key, fill(text)])),
    attached: [],
    tags: isForwarding
      ? { [versionTag]: settings.version, [coveredTag(home)]: "yes", [coveredTag(second)]: "yes" }
      : {},
  };
}

/** A Region of the member with nothing wrong. */
export function wellRegion(region: string): RegionObservation {
  const sending = (pattern: string) => ({
    rule: of({ state: "ENABLED", pattern }),
    targets: of([
      {
        arn: settings.forwarding.busArn,
        roleArn: `arn:aws:iam::${member}:role/firebreak-forwarding`,
        dead: `arn:aws:sqs:${region}:${member}:firebreak-forwarding-dead`,
      },
    ]),
  });
  return {
    region,
    ...sending(settings.forwarding.pattern),
    calls: sending(settings.forwarding.calls.pattern),
    undelivered: of(0),
    detector: of({ status: "ENABLED", frequency: "FIFTEEN_MINUTES", disabled: [], suppressing: [], trusted: [] }),
    recorder: of({ recording: true, lastStatus: "SUCCESS" }),
    rules: of([
      { name: "ENCRYPTED_VOLUMES", state: "ACTIVE" },
      { name: settings.openGroups.rule, state: "ACTIVE" },
    ]),
    admitted: of(true),
    event: of(1_764_300_000_000),
  };
}

/** The member with nothing wrong. */
export function wellAccount(): AccountObservation {
  const roles = [...settings.roles, settings.openGroups.role];
  return {
    account: member,
    roles: Object.fromEntries(roles.map((role) => [role.name, of(deployed(role))])),
    regions: [wellRegion(home), wellRegion(second)],
  };
}

/** The security account's own part with nothing wrong. */
export function wellCentral(): CentralObservation {
  const { keeping, decisionLetters } = settings;
  const names = Object.keys(settings.functions);
  return {
    busPolicy: of(settings.bus.policy),
    rules: of(
      Object.fromEntries(
        Object.entries(settings.rules).map(([name, pattern = "{}"]) => [name, { state: "ENABLED", pattern }]),
      ),
    ),
    dead: Object.fromEntries(keeping.map((name) => [name, of(0)])),
    undelivered: Object.fromEntries(Object.values(decisionLetters).map((queue) => [queue, of(0)])),
    functions: Object.fromEntries([
      ...names.map((name) => [
        name,
        of({ state: "Active", aliases: settings.functions[name]!, mappings: ["Enabled"] }),
      ]),
      ...Object.entries(settings.releases).map(([name, aliases]) => [
        name,
        of({ state: "Active", aliases, mappings: [] }),
      ]),
    ]),
    packed: Object.fromEntries(settings.entering.map((name) => [name, of(54)])),
    pause: of(undefined),
    recovery: of(true),
    subscriptions: of({ confirmed: 1, pending: 0 }),
    alarms: { [home]: of([]), [second]: of([]) },
    units: of(""),
    hub: of(true),
  };
}

/** All results that are not ok, in short form. */
export const notWell = (results: Result[]) =>
  results
    .filter(({ status }) => status !== "ok")
    .map(({ status, check, region, subject }) => [status, check, region, subject]);
