import { z } from "zod";

/** The schema of an organizational unit or a root, wherever settings name one. */
export const organizationalUnit = z
  .string()
  .regex(/^(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})$/, "the id of an organizational unit or a root");
