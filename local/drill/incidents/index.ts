import { bucketIncidents } from "./buckets";
import { clusterIncidents } from "./clusters";
import { copyIncidents } from "./copies";
import { databaseIncidents } from "./databases";
import { functionIncidents } from "./functions";
import { groupIncidents } from "./groups";
import { guardrailIncidents } from "./guardrails";
import type { Incident, Stage } from "./incident";
import { instanceIncidents } from "./instances";
import { notifiedIncidents } from "./notified";
import { peopleIncidents } from "./people";
import { podIncidents } from "./pods";
import { principalIncidents } from "./principals";
import { taskIncidents } from "./tasks";

/** Creates the test resources and returns their incidents, in order. */
export async function makeIncidents(stage: Stage): Promise<Incident[]> {
  const all = [
    instanceIncidents,
    principalIncidents,
    groupIncidents,
    bucketIncidents,
    functionIncidents,
    databaseIncidents,
    copyIncidents,
    taskIncidents,
    podIncidents,
    clusterIncidents,
    guardrailIncidents,
    notifiedIncidents,
    peopleIncidents,
  ];
  return (await Promise.all(all.map((make) => make(stage)))).flat();
}
