import type { Incident } from "../incident";
import type { Place } from "../place";
import { sourcesOf, switchesOn } from "../readBack";

/** A group that is open to the world in two halves, on the port of SSH; one address in it is nobody else's business. */
export const openGroupRules = {
  IpProtocol: "tcp",
  FromPort: 22,
  ToPort: 22,
  IpRanges: [{ CidrIp: "0.0.0.0/1" }, { CidrIp: "128.0.0.0/1" }, { CidrIp: "192.0.2.7/32" }],
  Ipv6Ranges: [{ CidrIpv6: "::/0" }],
};

/**
 * AWS Config finds a group with `openGroupRules`.
 *
 * @param safe the ranges that the public ones become; where the settings are not known, no public one may be left
 */
export const openGroup = (place: Place, group: string, safe?: string[]): Incident => ({
  title: `${place.name}: a security group is open to the world in two halves; the office's address in it stays`,
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
    return asExpected ? undefined : `the group lets in ${left.join(", ")}`;
  },
});

const report = (place: Place, bucket: string) => () =>
  place.evaluate({
    rule: "S3_BUCKET_PUBLIC_READ_PROHIBITED",
    resourceType: "AWS::S3::Bucket",
    resourceId: bucket,
  });

/** AWS Config finds a bucket whose public access is not blocked. */
export const publicBucket = (place: Place, bucket: string): Incident => ({
  title: `${place.name}: Config finds a public bucket`,
  expected: "contained",
  happen: report(place, bucket),
  proof: async () => ((await switchesOn(place.clients.s3, bucket)) === 4 ? undefined : "it is still public"),
});

/** The same with a bucket that carries an approved exception. */
export const exemptBucket = (place: Place, bucket: string): Incident => ({
  title: `${place.name}: Config finds a public bucket that is meant to be public`,
  expected: "exempt",
  happen: report(place, bucket),
  proof: async () => ((await switchesOn(place.clients.s3, bucket)) ? "it was changed" : undefined),
});
