import type { Recovery } from "../recovery";
import type { Table } from "./table";

/** Point-in-time recovery: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html */
export const recovery = ({ db, table }: Table): Recovery => ({
  async isRecoverable() {
    const { ContinuousBackupsDescription } = await db.describeContinuousBackups({ TableName: table });
    return ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === "ENABLED";
  },
});
