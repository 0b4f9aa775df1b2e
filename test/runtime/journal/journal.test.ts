import { describe } from "mocha";
import { dynamo } from "../../models/dynamo";
import { everyJournal } from "./everyJournal";

describe("X25 Y9 Y16: the journal in the model of DynamoDB", () => everyJournal(async () => dynamo().journal));

describe("the journal in the model of DynamoDB, one item per page", () =>
  everyJournal(async () => dynamo({ pageSize: 1 }).journal));
