import type { EC2 } from "@aws-sdk/client-ec2";
import type { Call, Evidence } from "../../model/call";
import { raze } from "./entries";
import { readWalled, wallIn } from "./readAcls";

/** The calls that remove the wall of a target that is gone: its addresses may be another's soon. */
export async function wallLeftBehind({ ec2 }: { ec2: EC2 }, evidence: Evidence[]): Promise<Call[]> {
  const wall = wallIn({ evidence });
  return raze({ wall, acls: await readWalled(ec2, wall) }).calls;
}
