import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { describe } from "mocha";
import { dynamoJournal } from "../../../runtime/journal/dynamodb/journal";
import { everyJournal } from "../../runtime/journal/everyJournal";
import { security } from "./instance";
import { makeJournalTable } from "./journalTable";
import { as, unique } from "./principals";

describe("X25 Y9 Y16: the journal in the DynamoDB of the local AWS", () => {
  everyJournal(async () => {
    const db = new DynamoDB(await as(security));
    const table = unique("journal");
    await makeJournalTable(db, table);
    return dynamoJournal({ db, table });
  });
});
