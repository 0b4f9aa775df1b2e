import type { ModeRule } from "../../runtime/model/responderSettings";
import type { Response } from "../../runtime/model/response";
import type { ServiceModel } from "../models/wire";

/** What one account holds, and its true state, read from the models and never by the product's own code. */
export interface Account {
  /** By the keys of the response's clients. */
  models: Record<string, ServiceModel>;
  /** The clients, where one of them calls another. */
  join?(clients: Record<string, any>): Record<string, any>;
  /** What the target may reach or do, and who may reach it; each text is one power. */
  powers(): string[];
  /** Everything that a release has to restore, as plain data. */
  shape(): unknown;
  /** Whether the finding's channel is cut. */
  isCut(): boolean;
  /** Whether everything that the response promises with `contained` is done. */
  isContained(): boolean;
  /** Ids of what was made as evidence. */
  evidence(): string[];
  /** What was made twice. */
  twice(): string[];
  /** Puts a tag on the target. */
  tag(key: string, value: string): void;
  /** What happens outside the product between two deliveries, such as the end of an execution. */
  goOn?(): string[];
}

/** One response with one target, and the event that starts it. */
export interface Scenario {
  name: string;
  response: Response;
  settings: Record<string, unknown>;
  /** The rules of its mode, if it is not simply `contain`. */
  modes?: ModeRule[];
  event: { detail: object };
  /** The ARN of the target. */
  target: string;
  account(): Account;
  /** The reason of a decision that leaves the target to people, who are told at once: then nothing comes by itself. */
  leftToPeople?: RegExp;
  /** The target's services whose answers may be older than their last change. */
  lagging?: string[];
}
