import type { Properties } from "./properties";
import type { Place } from "./session";

/** The description of an input, or of a field of an input. */
export interface Input {
  /** A change replaces the resource. */
  replaces?: true;
  /** Text that holds a JSON document. It is compared by meaning, because AWS rewrites documents. */
  json?: true;
  /** A list whose order has no meaning. */
  unordered?: true;
  /** The default value that @pulumi/aws documents. */
  default?: unknown;
  /** The only supported values; others are refused. */
  only?: unknown[];
  /** The fields of an object, or of every object in a list. Without it, everything below is passed on unchanged. */
  fields?: Inputs;
}

/** The inputs of a type, by name. An input that is not listed is refused. */
export type Inputs = Record<string, Input>;

/** A resource in AWS. */
export interface Found {
  /**
   * Its settings, with the names of @pulumi/aws. A key with the value undefined means that the setting is off; a
   * missing key means that it is unknown.
   */
  inputs: Properties;
  /**
   * Values that only AWS knows, like the ARN. It has no copies of inputs, because a copy of a secret would be stored in
   * clear text.
   */
  outputs: Properties;
}

/** How a type of resource is created, found, changed and removed. */
export interface Kind {
  inputs: Inputs;
  /** The input with the resource's name; if it is not set, the provider generates a name. */
  named?: string;
  /** Turns a generated name into a valid one. */
  nameFrom?(name: string, inputs: Properties): string;
  /** The type is global and has no input `region`. */
  global?: true;
  /** The type has the input `tags`, to which the provider's default tags are added. */
  tagged?: true;
  /** Creates the resource and returns its id. Steps that can fail after it exists belong in `finish`. */
  create(inputs: Properties, aws: Place): Promise<string>;
  /** The second part of creation; if it fails, the resource is deleted again. */
  finish?(id: string, inputs: Properties, aws: Place): Promise<unknown>;
  /**
   * Finds the resource.
   *
   * @param known Its inputs and, if it is already in the state, its outputs; empty for an import.
   * @returns undefined if it does not exist; an error named like NotFound means the same.
   */
  read(id: string, aws: Place, known: Properties): Promise<Found | undefined>;
  /** Updates the resource to `inputs`. Without this function every change replaces the resource. */
  update?(id: string, inputs: Properties, aws: Place, olds: Properties): Promise<unknown>;
  /** Removes the resource. An error named like NotFound counts as success. */
  delete(id: string, aws: Place, known: Properties): Promise<unknown>;
}
