import { notIsolated } from "../../../rehearsal/readBack";
import { accounts, region } from "../../world/accounts";
import { evaluate } from "../../world/compliance";
import { instanceFinding, sendFinding } from "../../world/findings";
import { click, importFinding, inHub, withDetector } from "../../world/hub";
import { makeInstance } from "../../world/instances";
import { makeNetwork } from "../../world/network";
import type { Incident, Stage } from "./incident";

const { payments, website } = accounts;

/** Incidents that people are notified of, and how they respond. */
export async function notifiedIncidents({ world, ec2 }: Stage): Promise<Incident[]> {
  const { VolumeId } = await ec2.website.createVolume({ AvailabilityZone: `${region}a`, Size: 1 });
  const suspect = await makeInstance(ec2.payments, await makeNetwork(ec2.payments, 5));
  const scan = await withDetector(
    world,
    instanceFinding({ account: payments.id, instanceId: suspect, type: "Recon:EC2/Portscan", severity: 5 }),
  );
  const send = async (account: string, finding: Record<string, any>) => {
    await sendFinding(world.endpoint, account, finding);
    return finding["id"] as string;
  };
  return [
    {
      title: "website: Config reports an attached volume that is not encrypted",
      expected: "notified",
      happen: () =>
        evaluate(world.endpoint, {
          account: website.id,
          rule: "ENCRYPTED_VOLUMES",
          resourceType: "AWS::EC2::Volume",
          resourceId: VolumeId!,
          compliance: "NON_COMPLIANT",
        }),
    },
    {
      title: "website: a login to a database comes from the Tor network",
      expected: "skipped",
      happen: () =>
        send(
          website.id,
          instanceFinding({
            account: website.id,
            type: "CredentialAccess:RDS/TorIPCaller.SuccessfulLogin",
            resourceType: "RDSDBInstance",
          }),
        ),
    },
    {
      title: "payments: an instance scans ports, which is suspicious but not proof",
      expected: "skipped",
      happen: () => send(payments.id, scan),
    },
    {
      title: "payments: an analyst reviews it in Security Hub and chooses Isolate EC2",
      expected: "contained",
      action: "IsolateEc2SH",
      async happen() {
        const Id = `arn:aws:ec2:${region}:${payments.id}:instance/${suspect}`;
        const shown = inHub(scan, { Type: "AwsEc2Instance", Id });
        await importFinding(world, shown);
        await click(world, "Isolate EC2", [shown]);
        return scan["id"];
      },
      proof: () => notIsolated(ec2.payments, suspect),
    },
  ];
}
