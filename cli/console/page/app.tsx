import Alert from "@cloudscape-design/components/alert";
import AppLayout from "@cloudscape-design/components/app-layout";
import Box from "@cloudscape-design/components/box";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { type ReactNode, useEffect } from "react";
import type { SessionView } from "../api";
import type { NowView } from "../views/now";
import { Approvals } from "./approvals";
import { type Place, useLive, usePlace, useSession } from "./client";
import { Contain } from "./contain";
import { Coverage } from "./coverage";
import { Exceptions } from "./exceptions";
import { Held } from "./held";
import { Incidents } from "./incidents";
import { Modes } from "./modes";
import { Now } from "./now";
import { Pause } from "./pause";
import { Show } from "./show";
import { Theme } from "./theme";

/** The whole console. */
export function App() {
  const { data: session, error } = useSession();
  if (error)
    return (
      <Alone>
        {
          <Alert type="error" header="The console cannot start">
            {error}
          </Alert>
        }
      </Alone>
    );
  if (!session) return <Alone>{<Spinner size="large" />}</Alone>;
  return <Console session={session} />;
}

const Alone = ({ children }: { children: ReactNode }) => (
  <main>
    <Box padding="xxl">{children}</Box>
  </main>
);

const titles: Record<string, string> = {
  "": "What needs you now",
  incidents: "Incidents",
  approvals: "Approvals",
  held: "Contained now",
  exceptions: "Exceptions",
  coverage: "Coverage",
  modes: "Modes",
  pause: "Pause",
  contain: "Contain by hand",
  show: "Incident",
};

function Console({ session }: { session: SessionView }) {
  const [place, replace] = usePlace();
  const now = useLive<NowView>("/api/now");
  const title = titles[place.view] ?? "Not found";
  useEffect(() => {
    document.title = `${title} - Firebreak`;
  }, [title]);
  const count = (number: number | undefined) => (number ? ` (${number})` : "");
  const needs = (now.data?.incidents.length ?? 0) + (now.data?.approvals.length ?? 0);
  return (
    <AppLayout
      toolsHide
      navigation={
        <SideNavigation
          header={{ text: "Firebreak", href: "#/" }}
          activeHref={`#/${place.view}`}
          items={[
            { type: "link", text: `What needs you now${count(needs)}`, href: "#/" },
            { type: "link", text: "Incidents", href: "#/incidents" },
            { type: "link", text: `Approvals${count(now.data?.approvals.length)}`, href: "#/approvals" },
            { type: "link", text: `Contained now${count(now.data?.held.length)}`, href: "#/held" },
            { type: "link", text: "Exceptions", href: "#/exceptions" },
            { type: "divider" },
            { type: "link", text: "Contain by hand", href: "#/contain" },
            { type: "link", text: now.data?.pause ? "Pause (paused)" : "Pause", href: "#/pause" },
            { type: "divider" },
            { type: "link", text: "Coverage", href: "#/coverage" },
            { type: "link", text: "Modes", href: "#/modes" },
          ]}
        />
      }
      content={
        <SpaceBetween size="l">
          <Theme session={session} />
          {now.error && (
            <Alert type="error" header="This page is not up to date">
              {now.error}
            </Alert>
          )}
          {now.data?.pause && place.view !== "pause" && (
            <Alert type="warning" header="All responses are paused">
              {now.data.pause} <a href="#/pause">See the pause</a>
            </Alert>
          )}
          <View session={session} place={place} now={now.data} replace={replace} />
        </SpaceBetween>
      }
    />
  );
}

interface ViewProps {
  session: SessionView;
  place: Place;
  now: NowView | undefined;
  replace(href: string): void;
}

function View({ session, place, now, replace }: ViewProps) {
  switch (place.view) {
    case "":
      return <Now now={now} session={session} />;
    case "incidents":
      return <Incidents query={place.query} replace={replace} />;
    case "approvals":
      return <Approvals now={now} session={session} />;
    case "held":
      return <Held now={now} session={session} />;
    case "exceptions":
      return <Exceptions session={session} />;
    case "coverage":
      return <Coverage session={session} />;
    case "modes":
      return <Modes />;
    case "pause":
      return <Pause now={now} session={session} />;
    case "contain":
      return <Contain session={session} />;
    case "show":
      return <Show id={place.query.get("id") ?? ""} session={session} />;
    default:
      return <Alert type="error">There is no such view. Choose one in the navigation.</Alert>;
  }
}
