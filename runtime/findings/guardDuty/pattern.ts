import { type Details, isHubType, type SourcePatterns } from "../pattern";

/** A scan of an object that found something; without a detector GuardDuty makes no finding of it. */
const threatsFound = { scanResultDetails: { scanResultStatus: ["THREATS_FOUND"] } };

/** By type of resource, as every type of finding there is recorded. */
export const guardDutyPatterns: SourcePatterns = {
  wanted({ resourceTypes }) {
    const resourceType = resourceTypes.filter((type) => !isHubType(type));
    return { incidents: resourceType.length > 0 ? [{ guardduty: { resource: { resourceType } } }] : [], posture: [] };
  },
  rest({ claimed }) {
    const others = [{ "anything-but": claimed.filter((type) => !isHubType(type)) }];
    const $or = [{ resource: { resourceType: others } }, { resource: { resourceType: [{ exists: false }] } }];
    const incidents: Details[] = [{ guardduty: { $or } }, { scan: threatsFound }];
    return { incidents, posture: [] };
  },
  forwarded: () => ({ scan: threatsFound }),
};
