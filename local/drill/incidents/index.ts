import { bucketIncidents } from "./buckets";
import { groupIncidents } from "./groups";
import type { Incident, Stage } from "./incident";
import { instanceIncidents } from "./instances";
import { peopleIncidents } from "./people";
import { principalIncidents } from "./principals";
import { toldIncidents } from "./told";

/** Makes the patients and returns what happens to them, in order. */
export async function makeIncidents(stage: Stage): Promise<Incident[]> {
  const all = [instanceIncidents, principalIncidents, groupIncidents, bucketIncidents, toldIncidents, peopleIncidents];
  return (await Promise.all(all.map((make) => make(stage)))).flat();
}
