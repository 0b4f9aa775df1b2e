import { namePrefix, runIn } from "../names";
import type { Place } from "../place";
import type { Attempt } from "./attempt";

/** Removes the trails of this Region. Their buckets are removed after them, so that nothing is written there any more. */
export async function removeTrails({ region, clients: { cloudTrail } }: Place, attempt: Attempt): Promise<void> {
  const { trailList = [] } = await cloudTrail.describeTrails({ includeShadowTrails: false });
  const named = trailList.filter(({ Name, HomeRegion }) => Name!.startsWith(namePrefix) && HomeRegion === region);
  for (const { Name, TrailARN } of named) {
    const { ResourceTagList = [] } = await cloudTrail.listTags({ ResourceIdList: [TrailARN!] });
    if (runIn(ResourceTagList[0]?.TagsList) !== undefined)
      await attempt(`trail ${Name}`, () => cloudTrail.deleteTrail({ Name: TrailARN! }));
  }
}
