import type { EC2, SecurityGroup, SecurityGroupRule, Vpc } from "@aws-sdk/client-ec2";
import { pages } from "../aws/pages";
import { checkListed, factsOf, rangesOf, ruleOf } from "../responses/confineSecurityGroup/read";
import { readPrefixLists } from "../responses/confineSecurityGroup/readPrefixLists";
import type { GroupFacts } from "../responses/confineSecurityGroup/state";

/** The maximum page size of these Describe calls. */
const MaxResults = 1000;

/**
 * The current security groups, in a few calls regardless of their number.
 *
 * @param id one group only; the answer is empty if it does not exist
 */
export async function readGroups(ec2: EC2, accountId: string, id?: string): Promise<GroupFacts[]> {
  const [groups, rules] = await Promise.all([describeGroups(ec2, id), describeRules(ec2, id)]);
  const vpcs = await describeVpcs(ec2, id ? groups.flatMap((group) => group.VpcId ?? []) : undefined);
  const byGroup = new Map<string, SecurityGroupRule[]>(groups.map((group) => [group.GroupId!, []]));
  for (const rule of rules) byGroup.get(rule.GroupId!)?.push(rule);
  const ranges = new Map(vpcs.map((vpc) => [vpc.VpcId, rangesOf(vpc)]));
  const prefixLists = await readPrefixLists(
    ec2,
    rules.flatMap((rule) => rule.PrefixListId ?? []),
    [],
  );
  return groups.map((group) => {
    const found = byGroup.get(group.GroupId!)!.map(ruleOf);
    checkListed(group, found);
    return { ...factsOf(group, accountId), rules: found, prefixLists, vpcRanges: ranges.get(group.VpcId) ?? [] };
  });
}

// Filters instead of ids: a group that does not exist is then not an error, and paging works.

const filter = (Name: string, Values: string[] | undefined) => (Values ? { Filters: [{ Name, Values }] } : {});

const describeGroups = (ec2: EC2, id: string | undefined): Promise<SecurityGroup[]> =>
  pages(
    (NextToken) => ec2.describeSecurityGroups({ ...filter("group-id", id ? [id] : undefined), MaxResults, NextToken }),
    (page) => page.SecurityGroups,
    (page) => page.NextToken,
  );

async function describeRules(ec2: EC2, id: string | undefined): Promise<SecurityGroupRule[]> {
  const found = await pages(
    (NextToken) =>
      ec2.describeSecurityGroupRules({ ...filter("group-id", id ? [id] : undefined), MaxResults, NextToken }),
    (page) => page.SecurityGroupRules,
    (page) => page.NextToken,
  );
  return found.filter((rule) => !rule.IsEgress);
}

async function describeVpcs(ec2: EC2, ids: string[] | undefined): Promise<Vpc[]> {
  if (ids?.length === 0) return [];
  return pages(
    (NextToken) => ec2.describeVpcs({ ...filter("vpc-id", ids), MaxResults, NextToken }),
    (page) => page.Vpcs,
    (page) => page.NextToken,
  );
}
