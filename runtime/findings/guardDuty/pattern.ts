import { type Details, isHubType, type SourcePatterns } from "../pattern";

/** A scan of an object that found threats; without a detector, GuardDuty creates no finding for it. */
const threatsFound = { scanResultDetails: { scanResultStatus: ["THREATS_FOUND"] } };

/** By resource type, as every finding type is recorded. */
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
