import { typesOf } from "../../findings/typesOf";

/**
 * Logins that succeeded: https://docs.aws.amazon.com/guardduty/latest/ug/findings-rds-protection.html. Failed logins and probes
 * are not among them: the password held, and to cut the database off would do the attacker's work.
 */
const loginTypes = typesOf("CredentialAccess:RDS", [
  "AnomalousBehavior.SuccessfulBruteForce",
  "AnomalousBehavior.SuccessfulLogin",
  "MaliciousIPCaller.SuccessfulLogin",
  "TorIPCaller.SuccessfulLogin",
]);

/**
 * What reports that a database has a public address: https://docs.aws.amazon.com/config/latest/developerguide/rds-instance-public-access-check.html,
 * https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2. RDS.46 is about the subnets of a database,
 * which cannot be changed in place.
 */
const publicTypes = [
  ...typesOf("Config:Rule", ["RDS_INSTANCE_PUBLIC_ACCESS_CHECK"]),
  ...typesOf("SecurityHub:Control", ["RDS.2"]),
];

/** The finding types to act on. */
export const findingTypes = [...loginTypes, ...publicTypes];

/** Whether a finding reports only that the database is public, not that it was used. */
export const isAboutPublic = (type: string): boolean =>
  type.startsWith("Config:Rule/") || type.startsWith("SecurityHub:Control/");
