import path from "node:path";
import { listOf } from "../verb";
import type { World } from "../world";
import { type ChosenStacks, chosenStacks } from "./chosenStacks";

/** The options of every command of fleet that works on stacks. */
export const stackOptions = {
  dir: { type: "string", requiresArg: true, default: ".", describe: "Folder of the program and the stack files" },
  only: { type: "string", requiresArg: true, describe: "Only these stacks, separated by commas" },
} as const;

/** Their values. */
export interface StackArgs {
  dir: string;
  only?: string;
}

/** Reads of the state backend at the same time. */
export const readsAtOnce = 8;

/** The folder that is meant. */
export const folderOf = (world: World, { dir }: StackArgs): string => path.resolve(world.folder, dir);

/** The names that are given; undefined for all. */
export const namesIn = ({ only }: StackArgs): string[] | undefined => (only === undefined ? undefined : listOf(only));

/** The stacks that are meant. */
export const stacksOf = (world: World, args: StackArgs): Promise<ChosenStacks> =>
  chosenStacks(world, folderOf(world, args), namesIn(args));
