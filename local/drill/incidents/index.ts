import { bucketIncidents } from "./buckets";
import { groupIncidents } from "./groups";
import type { Incident, Stage } from "./incident";
import { instanceIncidents } from "./instances";
import { notifiedIncidents } from "./notified";
import { peopleIncidents } from "./people";
import { principalIncidents } from "./principals";

/** Creates the test resources and returns their incidents, in order. */
export async function makeIncidents(stage: Stage): Promise<Incident[]> {
  const all = [
    instanceIncidents,
    principalIncidents,
    groupIncidents,
    bucketIncidents,
    notifiedIncidents,
    peopleIncidents,
  ];
  return (await Promise.all(all.map((make) => make(stage)))).flat();
}
