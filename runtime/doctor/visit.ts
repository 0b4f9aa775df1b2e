import { ConfigService } from "@aws-sdk/client-config-service";
import { EC2 } from "@aws-sdk/client-ec2";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { IAM } from "@aws-sdk/client-iam";
import { Lambda } from "@aws-sdk/client-lambda";
import { SQS } from "@aws-sdk/client-sqs";
import { STS } from "@aws-sdk/client-sts";
import { assumeRole } from "../aws/assumeRole";
import type { RegionClients } from "./readRegion";
import { type DoctorSettings, doctor } from "./settings";

/** An account that was entered. */
export interface Visit {
  iam: IAM;
  ec2: EC2;
  eventsIn(region: string): EventBridge;
  clientsIn(region: string): RegionClients;
}

/**
 * Enters accounts with the doctor's role, which every stack has.
 *
 * @throws AccessDenied with what to compare if there is no such role or it does not trust this function
 */
export function visitor({ partition, roleName, homeRegion }: DoctorSettings): (account: string) => Promise<Visit> {
  const sts = new STS({ maxAttempts: 5, retryMode: "adaptive" });
  // Clients live for one examination; connections are reused.
  const { requestHandler } = sts.config;
  const common = { maxAttempts: 5, retryMode: "adaptive", requestHandler };
  return async (accountId) => {
    const credentials = await assumeRole(sts, { accountId, partition }, roleName, { name: `firebreak-${doctor}` });
    const configIn = (region: string) => ({ ...common, region, credentials });
    return {
      iam: new IAM(configIn(homeRegion)),
      ec2: new EC2(configIn(homeRegion)),
      eventsIn: (region) => new EventBridge(configIn(region)),
      clientsIn: (region) => ({
        events: new EventBridge(configIn(region)),
        sqs: new SQS(configIn(region)),
        guardDuty: new GuardDuty(configIn(region)),
        config: new ConfigService(configIn(region)),
        lambda: new Lambda({ ...common, region }),
      }),
    };
  };
}
