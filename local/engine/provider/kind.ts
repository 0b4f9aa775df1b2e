import type { Properties } from "./properties";
import type { Place } from "./session";

/** What the provider has to know about one input, or about one field of an input. */
export interface Input {
  /** A change needs a new resource. */
  replaces?: true;
  /** Text that holds a JSON document. It is compared by meaning, because AWS rewrites documents. */
  json?: true;
  /** A list whose order has no meaning. */
  unordered?: true;
  /** The value where the program gives none, as @pulumi/aws documents it. */
  default?: unknown;
  /** The only values that are honoured here; any other is refused. */
  only?: unknown[];
  /** The fields of an object, or of every object in a list. Without it everything below is passed on as it is. */
  fields?: Inputs;
}

/** The inputs of a type, by name. An input that is not listed is refused. */
export type Inputs = Record<string, Input>;

/** A resource as it is in AWS. */
export interface Found {
  /**
   * Its settings, in the words of @pulumi/aws. A key with the value undefined says that the setting is off; a key that is
   * not there says nothing about it.
   */
  inputs: Properties;
  /** What only AWS knows, like the ARN. No copies of inputs: a copy of a secret would be stored in clear. */
  outputs: Properties;
}

/** The id of a new resource, with outputs that AWS shows only once. */
export interface Created {
  id: string;
  outputs: Properties;
}

/** How one type of resource is made, found, changed and removed. */
export interface Kind {
  inputs: Inputs;
  /** The input that names the resource; a name is made up where the program gives none. */
  named?: string;
  /** Makes a valid name out of a made-up one. */
  nameFrom?(name: string, inputs: Properties): string;
  /** The type belongs to no Region and has no input `region`. */
  global?: true;
  /** The type has the input `tags`, to which the provider's default tags are added. */
  tagged?: true;
  /** Makes the resource. Everything that can fail once it exists belongs into `finish`. */
  create(inputs: Properties, aws: Place): Promise<string | Created>;
  /** Second part of making it; when it fails the resource is deleted again. */
  finish?(id: string, inputs: Properties, aws: Place): Promise<unknown>;
  /**
   * Finds the resource.
   *
   * @param known Its inputs and, where it is in the state already, its outputs; empty for an import.
   * @returns undefined where there is none; an error named like NotFound means the same.
   */
  read(id: string, aws: Place, known: Properties): Promise<Found | undefined>;
  /** Makes the resource what `inputs` say. Without it every change needs a new resource. */
  update?(id: string, inputs: Properties, aws: Place, olds: Properties): Promise<unknown>;
  /** Removes the resource. An error named like NotFound counts as done. */
  delete(id: string, aws: Place, known: Properties): Promise<unknown>;
}
