import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import type { SessionView } from "../api";
import type { CoverageView } from "../coverage";
import { useLive, write } from "./client";
import { List } from "./list";
import { Breakable, Loaded, Status, Texts, Time, Whole } from "./parts";

/** The doctor's result. It runs on demand, because it sends test events in every account. */
export function Coverage({ session }: { session: SessionView }) {
  const live = useLive<CoverageView>("/api/coverage");
  const [fault, setFault] = useState<string>();
  const start = () =>
    write(session, "/api/coverage", {}).then(
      () => setFault(undefined),
      (error: Error) => setFault(error.message),
    );
  return (
    <Loaded live={live}>
      {({ running, at, failed, accounts, results }) => (
        <SpaceBetween size="l">
          <Header
            variant="h1"
            description="Whether every account is covered: roles, rules, delivery, finding services."
            actions={
              session.may.coverage && (
                <Button loading={running} onClick={() => void start()}>
                  Examine all accounts
                </Button>
              )
            }
          >
            Coverage
          </Header>
          <div aria-live="polite">
            {running ? (
              <StatusIndicator type="in-progress">The doctor examines the accounts. It takes minutes.</StatusIndicator>
            ) : at ? (
              <Box>
                Examined at <Time at={at} /> UTC.
              </Box>
            ) : session.may.coverage ? (
              <Box>Not examined since this console was started.</Box>
            ) : (
              <Box>Your credentials may not run the doctor. You need the policy in the output operatorPolicy.</Box>
            )}
          </div>
          {fault && <Alert type="error">{fault}</Alert>}
          {failed && (
            <Alert type="error">
              <Texts items={failed} />
            </Alert>
          )}
          {at && !failed && (
            <SpaceBetween size="l">
              <List
                label="Accounts"
                items={accounts}
                keyOf={(row) => row.account}
                header={<Header variant="h2">Accounts</Header>}
                empty="There are no accounts."
                columns={[
                  { id: "account", header: "Account", cell: (row) => row.account },
                  {
                    id: "coverage",
                    header: "Coverage",
                    cell: (row) => <Status tone={row.tone}>{row.coverage}</Status>,
                  },
                ]}
              />
              <List
                label="What is wrong"
                items={results}
                keyOf={(row) => Object.values(row).join(" ")}
                header={<Header variant="h2">What is wrong</Header>}
                empty="Nothing is wrong."
                columns={[
                  { id: "account", header: "Account", cell: (row) => row.account },
                  { id: "status", header: "Status", cell: (row) => <Status tone={row.tone}>{row.status}</Status> },
                  { id: "check", header: "Check", cell: (row) => row.check },
                  { id: "region", header: "Region", cell: (row) => <Whole text={row.region} /> },
                  { id: "subject", header: "Subject", minWidth: 120, cell: (row) => <Breakable text={row.subject} /> },
                  { id: "says", header: "What", minWidth: 200, cell: (row) => row.says },
                ]}
              />
            </SpaceBetween>
          )}
        </SpaceBetween>
      )}
    </Loaded>
  );
}
