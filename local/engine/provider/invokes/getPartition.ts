import { partitionNamed } from "../../../../runtime/lib/partitions";
import type { Invoke } from "./invoke";

export const getPartition: Invoke = {
  args: [],
  answer(_, { partition }) {
    const dnsSuffix = partitionNamed(partition).domain;
    const reverseDnsPrefix = dnsSuffix.split(".").reverse().join(".");
    return { id: partition, partition, dnsSuffix, reverseDnsPrefix };
  },
};
