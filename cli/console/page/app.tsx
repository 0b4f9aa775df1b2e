import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { type ReactNode, useEffect } from "react";
import type { SessionView } from "../api";
import type { NowView } from "../views/now";
import { Approvals } from "./approvals";
import { type Live, type Place, useLive, usePlace, useSession } from "./client";
import { Contain } from "./contain";
import { Coverage } from "./coverage";
import { Dialogs } from "./dialogs";
import { Exceptions } from "./exceptions";
import { Held } from "./held";
import { Incidents } from "./incidents";
import { Menu, menuOf } from "./menu";
import { Modes } from "./modes";
import { Now } from "./now";
import { Pause } from "./pause";
import { Show } from "./show";
import { Theme } from "./theme";

/** The whole console. */
export function App() {
  const { data: session, error } = useSession();
  // Both are read at once, or else the first view would wait for one after the other.
  const now = useLive<NowView>("/api/now");
  if (error)
    return (
      <Alone>
        <Alert type="error" header="The console cannot start">
          {error}
        </Alert>
      </Alone>
    );
  if (!session)
    return (
      <Alone>
        <Spinner size="large" />
      </Alone>
    );
  return (
    <Dialogs>
      <Console session={session} now={now} />
    </Dialogs>
  );
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

function Console({ session, now }: { session: SessionView; now: Live<NowView> }) {
  const [place, replace] = usePlace();
  const title = titles[place.view] ?? "Not found";
  useEffect(() => {
    document.title = `${title} - Firebreak`;
  }, [title]);
  return (
    <div className="layout">
      <button type="button" className="skip" onClick={toContent}>
        Skip to the content
      </button>
      <Menu items={menuOf(now.data)} active={`#/${place.view}`} />
      <main id="content" tabIndex={-1}>
        <SpaceBetween size="l">
          <Theme session={session} />
          {now.error && (
            <Alert type="error" header="This page is not up to date">
              {now.error}
            </Alert>
          )}
          {now.data?.pause && place.view !== "pause" && (
            <Alert type="warning" header="All responses are paused">
              {now.data.pause} <Link href="#/pause">See the pause</Link>
            </Alert>
          )}
          <View session={session} place={place} now={now.data} replace={replace} />
        </SpaceBetween>
      </main>
    </div>
  );
}

/** A button and not a link: the part of the address after # names the view. */
const toContent = () => document.getElementById("content")?.focus();

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
