import { GetDetectorCommand, GuardDutyClient, ListDetectorsCommand } from "@aws-sdk/client-guardduty";
import type { Invoke } from "./invoke";

export const getDetector: Invoke = {
  args: [],
  async answer(args, aws) {
    const client = aws.client(GuardDutyClient);
    const id = args.id ?? (await client.send(new ListDetectorsCommand({}))).DetectorIds?.[0];
    if (!id) throw new Error(`GuardDuty has no detector in ${aws.region}`);
    const found = await client.send(new GetDetectorCommand({ DetectorId: id }));
    return {
      id,
      arn: `arn:${aws.partition}:guardduty:${aws.region}:${await aws.account()}:detector/${id}`,
      status: found.Status,
      findingPublishingFrequency: found.FindingPublishingFrequency,
      serviceRoleArn: found.ServiceRole,
      features: found.Features?.map(({ Name, Status }) => ({ name: Name, status: Status })),
      tags: found.Tags ?? {},
    };
  },
};
