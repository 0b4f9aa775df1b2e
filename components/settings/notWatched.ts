import { z } from "zod";
import { isRegion } from "../../runtime/lib/partitions";

const allowed = "an account such as 444455556666, or one Region of it such as 444455556666/us-east-1";

/** Accounts, or single Regions of them, that are exempt from the heartbeat check. */
export const notWatchedSchema = z
  .array(
    z.string(allowed).refine((text) => {
      const [account = "", region, ...rest] = text.split("/");
      return /^\d{12}$/.test(account) && (region === undefined || isRegion(region)) && rest.length === 0;
    }, allowed),
    `a list of ${allowed}`,
  )
  .default([]);
