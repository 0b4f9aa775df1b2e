import { differences, merged } from "./compare";
import { completed, imported, type Problem, problems } from "./inputs";
import type { Found, Kind } from "./kind";
import type { Properties } from "./properties";
import type { Place, Session } from "./session";

/** A resource in the state: its id, inputs and outputs. */
export interface Known {
  id: string;
  inputs: Properties;
  properties: Properties;
}

/** The engine's view of a change. */
export interface Difference {
  changed: string[];
  /** The inputs in `changed` that replace the resource. */
  replaces: string[];
  /** The old resource must be deleted before the new one is created. */
  deleteFirst: boolean;
}

/** The completed inputs, or the problems with them. */
export function check(
  kind: Kind,
  type: string,
  name: string,
  olds: Properties,
  news: Properties,
  seed: Uint8Array,
  session: Session,
): { inputs: Properties; problems: Problem[] } {
  const { region, defaultTags } = session.settings;
  const defaults = { region, tags: defaultTags };
  return {
    inputs: completed({ kind, type, name, olds, news, seed, defaults }),
    problems: problems({ kind, type, news }),
  };
}

/** Compares the inputs of the state with those of the program. */
export function difference(kind: Kind, olds: Properties, news: Properties): Difference {
  const changed = differences(kind.inputs, olds, news);
  const replaces = changed.filter((key) => key === "region" || !kind.update || kind.inputs[key]?.replaces);
  // A name that the program chose cannot exist twice; a generated name is generated again.
  const keepsName = kind.named !== undefined && !changed.includes(kind.named) && !news.__defaults?.includes(kind.named);
  return { changed, replaces, deleteFirst: replaces.length > 0 && keepsName };
}

/**
 * Creates a resource. If its creation cannot be completed, it is deleted again, so that no resource is left outside the
 * state.
 */
export async function create(kind: Kind, inputs: Properties, session: Session): Promise<Known> {
  const place = placeOf(kind, inputs, session);
  const id = await kind.create(inputs, place);
  try {
    await kind.finish?.(id, inputs, place);
    const found = await kind.read(id, place, inputs);
    if (!found) throw new Error(`${id} was created but cannot be found`);
    return { id, inputs, properties: propertiesOf(inputs, found) };
  } catch (error) {
    await kind.delete(id, place, inputs).catch(() => undefined);
    throw error;
  }
}

/** Reads the resource from AWS; undefined if it no longer exists. For an import the inputs are empty. */
export async function read(kind: Kind, known: Known, session: Session): Promise<Known | undefined> {
  const place = placeOf(kind, known.inputs, session);
  const found = await kind.read(known.id, place, known.properties).catch(missing);
  if (!found) return undefined;
  const isImport = Object.keys(known.inputs).length === 0;
  const inputs = isImport
    ? imported(kind, found.inputs, place.region)
    : merged(kind.inputs, known.inputs, found.inputs);
  return { id: known.id, inputs, properties: propertiesOf(inputs, found) };
}

/** Updates an existing resource to the inputs and returns its properties. */
export async function update(
  kind: Kind,
  id: string,
  olds: Known,
  news: Properties,
  session: Session,
): Promise<Properties> {
  if (!kind.update) throw new Error("this type has no update: every change replaces the resource");
  const place = placeOf(kind, news, session);
  await kind.update(id, news, place, olds.inputs);
  const found = await kind.read(id, place, { ...olds.properties, ...news });
  if (!found) throw new Error(`${id} can no longer be found`);
  return propertiesOf(news, found);
}

/** Removes a resource, if it still exists. */
export async function remove(kind: Kind, id: string, properties: Properties, session: Session): Promise<void> {
  await kind.delete(id, placeOf(kind, properties, session), properties).catch(missing);
}

function placeOf(kind: Kind, inputs: Properties, session: Session): Place {
  // Global services answer in every Region of the partition.
  return kind.global ? session.in(session.settings.region ?? "us-east-1") : session.in(inputs.region);
}

/** The properties that the program may read: AWS's values, overlaid by the inputs. */
function propertiesOf(inputs: Properties, found: Found): Properties {
  const { __defaults: _, ...given } = inputs;
  return { ...found.inputs, ...found.outputs, ...given };
}

function missing(error: { name?: string; Code?: string }): undefined {
  if (/NotFound|NoSuch|NonExist|DoesNotExist/i.test(`${error.name} ${error.Code ?? ""}`)) return undefined;
  throw error;
}
