import { inShort } from "../../lib/inShort";

/** What the policy of a bucket allows besides public access, in words. */
export interface PolicyGrants {
  /** Other accounts, federations, and everyone who meets a condition such as an organization's id. */
  others: string[];
  /** AWS services: Block Public Access does not stop them, and CloudFront serves to the public. */
  services: string[];
  /**
   * The policies of access points control access. Without such a statement, an access point allows no other account that the
   * bucket's policy does not name: both have to allow it
   * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html).
   */
  delegated: boolean;
}

interface Statement {
  Effect?: string;
  Principal?: "*" | Record<string, string | string[]>;
  NotPrincipal?: unknown;
  Condition?: Record<string, Record<string, string | string[]>>;
}

/**
 * Reads the policy of a bucket as GetBucketPolicy returns it. Access for everyone without a condition is public and not listed
 * here (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
 *
 * @param accountId the account of the bucket
 */
export function grantsOf(policy: string, accountId: string): PolicyGrants {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: Statement | Statement[] };
  const allowing = [Statement].flat().filter(({ Effect }) => Effect === "Allow");
  const delegated = allowing.some((one) => conditionsOf(one).some(({ key }) => isOfAccessPoints(key)));
  const others = allowing.flatMap((one) => [...named(one, accountId), ...conditioned(one, accountId)]);
  const services = allowing.flatMap((one) => principalsOf(one, "Service"));
  return { others: [...new Set(others)], services: [...new Set(services)], delegated };
}

const isOfAccessPoints = (key: string) => /^s3:(DataAccessPoint(Account|Arn)|AccessPointNetworkOrigin)$/i.test(key);

function principalsOf({ Principal }: Statement, kind: string): string[] {
  if (Principal === "*") return kind === "AWS" ? ["*"] : [];
  return [Principal?.[kind] ?? []].flat();
}

function named(statement: Statement, accountId: string): string[] {
  const accounts = principalsOf(statement, "AWS")
    .filter((item) => item !== "*")
    .filter((item) => item !== accountId && !item.includes(`::${accountId}:`));
  return [
    ...accounts,
    ...principalsOf(statement, "CanonicalUser").map((id) => `canonical user ${id}`),
    ...principalsOf(statement, "Federated"),
  ];
}

/** Access for everyone, with a condition that makes the statement not public. */
function conditioned(statement: Statement, accountId: string): string[] {
  const everyone = principalsOf(statement, "AWS").includes("*") || statement.NotPrincipal !== undefined;
  const conditions = conditionsOf(statement).filter(({ key }) => !isOfAccessPoints(key));
  if (!everyone || conditions.length === 0) return [];
  const own = conditions.some(
    ({ key, values }) => /^aws:PrincipalAccount$/i.test(key) && values.every((value) => value === accountId),
  );
  const words = conditions.map(({ key, values }) => `${key} ${inShort(values, 3)}`);
  return own ? [] : [`everyone with ${words.join(" and ")}`];
}

function conditionsOf({ Condition = {} }: Statement): { key: string; values: string[] }[] {
  return Object.values(Condition).flatMap((keys) =>
    Object.entries(keys).map(([key, values]) => ({ key, values: [values].flat().map(String) })),
  );
}
