import { DescribeRegionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { Invoke } from "./invoke";

/** Without `allRegions` those that are enabled for the account: https://www.pulumi.com/registry/packages/aws/api-docs/getregions/ */
export const getRegions: Invoke = {
  args: [],
  async answer(_, aws) {
    const { Regions = [] } = await aws.client(EC2Client).send(new DescribeRegionsCommand({}));
    return { id: aws.partition, names: Regions.map(({ RegionName }) => RegionName) };
  },
};
