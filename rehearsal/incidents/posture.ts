import type { Incident } from "../incident";
import type { Place } from "../place";
import { sourcesOf, switchesOn } from "../readBack";

/** Rules that make a group public in two halves, on the SSH port, and an address that must stay. */
export const openGroupRules = {
  IpProtocol: "tcp",
  FromPort: 22,
  ToPort: 22,
  IpRanges: [{ CidrIp: "0.0.0.0/1" }, { CidrIp: "128.0.0.0/1" }, { CidrIp: "192.0.2.7/32" }],
  Ipv6Ranges: [{ CidrIpv6: "::/0" }],
};

/**
 * AWS Config reports a group with `openGroupRules`.
 *
 * @param safe the ranges that replace the public ones; if the settings are not known, the check is that no public range
 *   is left
 */
export const openGroup = (place: Place, group: string, safe?: string[]): Incident => ({
  title: `${place.name}: a security group is public in two halves; the office's address in it stays`,
  expected: "contained",
  happen: () =>
    place.evaluate({
      rule: "SECURITY_GROUP_OPEN_PROHIBITED",
      resourceType: "AWS::EC2::SecurityGroup",
      resourceId: group,
    }),
  async proof() {
    const left = await sourcesOf(place.clients.ec2, group);
    const asExpected = safe
      ? left.join(", ") === [...safe, "192.0.2.7/32"].sort().join(", ")
      : left.includes("192.0.2.7/32") && !left.some((source) => /\/[0-7]$/.test(source));
    return asExpected ? undefined : `the group allows ${left.join(", ")}`;
  },
});

const report = (place: Place, bucket: string) => () =>
  place.evaluate({
    rule: "S3_BUCKET_PUBLIC_READ_PROHIBITED",
    resourceType: "AWS::S3::Bucket",
    resourceId: bucket,
  });

/** AWS Config reports a bucket without Block Public Access. */
export const publicBucket = (place: Place, bucket: string): Incident => ({
  title: `${place.name}: Config reports a public bucket`,
  expected: "contained",
  happen: report(place, bucket),
  proof: async () => ((await switchesOn(place.clients.s3, bucket)) === 4 ? undefined : "it is still public"),
});

/** The same with a bucket that has an approved exception. */
export const exemptBucket = (place: Place, bucket: string): Incident => ({
  title: `${place.name}: Config reports a bucket that is public on purpose`,
  expected: "exempt",
  happen: report(place, bucket),
  proof: async () => ((await switchesOn(place.clients.s3, bucket)) ? "it was changed" : undefined),
});
