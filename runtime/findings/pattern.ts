/** Characters of a pattern, at most: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const largestPattern = 2048;

/** One kind of events in which findings come. */
export interface EventKind {
  /** Part of the names of its rules. */
  name: string;
  source: string;
  detailType: string;
}

/** The required `detail` of an event, by the name of its kind. */
export type Details = Record<string, object>;

/**
 * The events of a route, in two lanes with a queue each: actions of an actor, and configuration faults. The second is far larger,
 * and the first must not wait behind it.
 */
export interface Lanes<Item> {
  incidents: Item;
  posture: Item;
}

/** What a response wants: its resource types at every source, and the finding types that it acts on. */
export interface Wanted {
  resourceTypes: string[];
  findingTypes: string[];
}

/** What the route wants that takes everything that no other route takes. */
export interface Rest {
  /** The resource types that others take, and the finding types that they act on. */
  claimed: string[];
  answered: string[];
  /** The finding types that are for people. */
  findingTypes: string[];
}

/** The EventBridge patterns of one source. */
export interface SourcePatterns {
  wanted(wanted: Wanted): Lanes<Details[]>;
  rest(rest: Rest): Lanes<Details[]>;
  /**
   * What an account forwards: everything that any route may want, by the name of the kind of events; a kind without an entry is
   * forwarded completely.
   *
   * @param types wanted resource types besides the known ones
   */
  forwarded(types: string[]): Details;
  /** A shorter pattern, used if the other is too long. */
  forwardedWidely?: Details;
}

/** The pattern of events of one kind. */
export const eventPattern = ({ source, detailType }: EventKind, detail?: object) => ({
  source: [source],
  "detail-type": [detailType],
  ...(detail && { detail }),
});

/**
 * Details that exclude what others take, as many as a pattern has room for: `targetsFor` excludes the rest too.
 */
export function fitting(events: EventKind[], make: (others: string[]) => Details, others: string[]): Details {
  const fits = (made: Details) =>
    Object.entries(made).every(([name, detail]) => {
      const event = events.find((item) => item.name === name)!;
      return JSON.stringify(eventPattern(event, detail)).length <= largestPattern;
    });
  for (let count = others.length; count > 0; count--) {
    const made = make(others.slice(0, count));
    if (fits(made)) return made;
  }
  return make([]);
}

/** Each kind of events separately. */
export const separately = (details: Details): Details[] =>
  Object.entries(details).map(([name, detail]) => ({ [name]: detail }));

/** Whether a resource type is from AWS Config or ASFF, such as AWS::EC2::Instance or AwsEc2Instance; GuardDuty has others. */
export const isHubType = (type: string): boolean => type.startsWith("AWS::") || type.startsWith("Aws");
