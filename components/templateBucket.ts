import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { privateBucket } from "./privateBucket";

/** A private bucket from which CloudFormation reads templates that are too large for a call. */
export class TemplateBucket extends pulumi.ComponentResource {
  private readonly bucket: aws.s3.Bucket;
  private readonly blocked: pulumi.Resource;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:TemplateBucket", name, {}, opts);
    const { bucket, blocked } = privateBucket(name, { parent: this });
    this.bucket = bucket;
    this.blocked = blocked;
    this.registerOutputs();
  }

  /**
   * Puts a template there.
   *
   * @returns its URL, which changes with the content: the same URL would look as if nothing had changed
   */
  put(name: string, body: string): pulumi.Output<string> {
    const digest = createHash("sha256").update(body).digest("hex").slice(0, 16);
    const { key } = new aws.s3.BucketObjectv2(
      name,
      { bucket: this.bucket.bucket, key: `${name}-${digest}.json`, content: body, contentType: "application/json" },
      { parent: this, dependsOn: [this.blocked] },
    );
    return pulumi.interpolate`https://${this.bucket.bucketRegionalDomainName}/${key}`;
  }
}
