import * as pulumi from "@pulumi/pulumi";
import { Trail } from "./trail";

/** Version of @pulumi/awsx that this provider stands in for; it is set when the provider is bundled. */
declare const AWSX_PACKAGE_VERSION: string;

const provider: pulumi.provider.Provider = {
  version: AWSX_PACKAGE_VERSION,
  async construct(name, type, inputs, options) {
    if (type !== "awsx:cloudtrail:Trail") {
      throw new Error(`the local awsx provider does not know ${type}: add it to local/engine/awsx`);
    }
    const { urn, bucket, logGroup, trail } = new Trail(name, inputs, options);
    return { urn, state: { bucket, logGroup, trail } };
  },
};

pulumi.provider.main(provider, process.argv.slice(2));
