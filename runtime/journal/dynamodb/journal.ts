import { DynamoDB, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { Journal } from "../journal";
import { approvals } from "./approvals";
import { containments } from "./containments";
import { decisions } from "./decisions";
import { exceptions } from "./exceptions";
import { heartbeats } from "./heartbeats";
import { isolationGroups } from "./isolationGroups";
import { looks } from "./looks";
import { members } from "./members";
import { names } from "./names";
import { noticeCounts } from "./noticeCounts";
import { outbox } from "./outbox";
import { pauses } from "./pause";
import { recovery } from "./recovery";
import { redrives } from "./redrives";
import type { Table } from "./table";
import { tickets } from "./tickets";
import { unknownTypes } from "./unknownTypes";

/** The journal in a table of DynamoDB. */
export const dynamoJournal = (table: Table): Journal => ({
  ...approvals(table),
  ...containments(table),
  ...decisions(table),
  ...exceptions(table),
  ...heartbeats(table),
  ...isolationGroups(table),
  ...looks(table),
  ...members(table),
  ...names(table),
  ...noticeCounts(table),
  ...outbox(table),
  ...pauses(table),
  ...recovery(table),
  ...redrives(table),
  ...tickets(table),
  ...unknownTypes(table),
});

/**
 * Opens the journal with a client of its own.
 *
 * @param observe wraps the client, for example to list its calls
 */
export const openJournal = (
  table: string,
  config: DynamoDBClientConfig,
  observe: (client: DynamoDB) => DynamoDB = (client) => client,
): Journal => dynamoJournal({ db: observe(new DynamoDB(config)), table });
