/** Characters of a pattern, at most: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const largestPattern = 2048;

/** One kind of events in which findings come. */
export interface EventKind {
  /** Part of the names of its rules. */
  name: string;
  source: string;
  detailType: string;
}

/** What the `detail` of an event has to have, by the name of the kind of events. */
export type Details = Record<string, object>;

/**
 * What comes to a route, in two lanes with a queue each: what an actor does, and how something is set up. The second is
 * many times more, and the first must not wait behind it.
 */
export interface Lanes<Item> {
  incidents: Item;
  posture: Item;
}

/** What a response asks for: its types of resources at every source, and the finding types that it answers. */
export interface Wanted {
  resourceTypes: string[];
  findingTypes: string[];
}

/** What the route asks for that takes what no other does. */
export interface Rest {
  /** The types of resources that others take, and the finding types that they answer. */
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
   * What an account forwards: whatever any route may ask for, by the name of the kind of events; a kind that is not named is
   * forwarded as a whole.
   *
   * @param types types of resources that are asked for besides those that are known
   */
  forwarded(types: string[]): Details;
  /** The same in few words, for where the other is too long. */
  forwardedWidely?: Details;
}

/** The pattern of events of one kind. */
export const eventPattern = ({ source, detailType }: EventKind, detail?: object) => ({
  source: [source],
  "detail-type": [detailType],
  ...(detail && { detail }),
});

/**
 * Details that leave out what others take, or without that list where it makes a pattern too long: `targetsFor` leaves those to
 * them as well.
 */
export function fitting(events: EventKind[], make: (others: string[]) => Details, others: string[]): Details {
  const made = make(others);
  const fits = Object.entries(made).every(([name, detail]) => {
    const event = events.find((item) => item.name === name)!;
    return JSON.stringify(eventPattern(event, detail)).length <= largestPattern;
  });
  return fits ? made : make([]);
}

/** Each kind of events by itself, as a rule has one pattern or several. */
export const separately = (details: Details): Details[] =>
  Object.entries(details).map(([name, detail]) => ({ [name]: detail }));

/** Whether a type of resources is one of AWS Config or ASFF, such as AWS::EC2::Instance or AwsEc2Instance; GuardDuty has others. */
export const isHubType = (type: string): boolean => type.startsWith("AWS::") || type.startsWith("Aws");
