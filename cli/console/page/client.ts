import { useCallback, useEffect, useState } from "react";
import type { SessionView } from "../api";

/** The header with the token of writes, see `gate.ts`. */
const writeHeader = "x-firebreak-write";

/** Milliseconds between two readings. An answer without news is empty. */
const interval = 3_000;

/** A change was made: every view reads again. */
const changed = "firebreak-changed";

/** What a view reads, as it is now. */
export interface Live<Data> {
  data: Data | undefined;
  /** Why the last reading failed. */
  error: string | undefined;
}

async function errorOf(response: Response): Promise<string> {
  const body = await response.json().catch(() => ({}));
  return typeof body.error === "string" ? body.error : `The console answered with status ${response.status}.`;
}

const gone = "The console does not answer. Is firebreak console still running?";

/** Reads a path again and again while the page is visible. The data stays until there is newer one. */
export function useLive<Data>(path: string): Live<Data> {
  const [state, setState] = useState<Live<Data> & { path: string }>({ path, data: undefined, error: undefined });
  useEffect(() => {
    let ended = false;
    let etag: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      clearTimeout(timer);
      try {
        const response = await fetch(path, { headers: etag ? { "if-none-match": etag } : {} });
        if (ended) return;
        if (response.status === 200) {
          etag = response.headers.get("etag") ?? undefined;
          const data = (await response.json()) as Data;
          if (!ended) setState({ path, data, error: undefined });
        } else if (response.status !== 304) {
          const error = await errorOf(response);
          if (!ended) setState((before) => ({ path, data: before.path === path ? before.data : undefined, error }));
        } else setState((before) => (before.error ? { ...before, error: undefined } : before));
      } catch {
        if (!ended) setState((before) => ({ ...before, error: gone }));
      }
      if (!ended && !document.hidden) timer = setTimeout(read, interval);
    };
    const readNow = () => void read();
    const readVisible = () => {
      if (!document.hidden) readNow();
    };
    readNow();
    document.addEventListener("visibilitychange", readVisible);
    window.addEventListener(changed, readNow);
    return () => {
      ended = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", readVisible);
      window.removeEventListener(changed, readNow);
    };
  }, [path]);
  return state.path === path ? state : { data: undefined, error: undefined };
}

/** Who uses the console, read once. */
export function useSession(): Live<SessionView> {
  const [state, setState] = useState<Live<SessionView>>({ data: undefined, error: undefined });
  useEffect(() => {
    fetch("/api/session")
      .then(async (response) => {
        if (response.ok) setState({ data: await response.json(), error: undefined });
        else setState({ data: undefined, error: await errorOf(response) });
      })
      .catch(() => setState({ data: undefined, error: gone }));
  }, []);
  return state;
}

/** Sends a write. @throws Error in words for people */
export async function write<Answer>(session: SessionView, path: string, body: object): Promise<Answer> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", [writeHeader]: session.writeToken },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Error(gone);
  });
  if (!response.ok) throw new Error(await errorOf(response));
  const answer = (await response.json()) as Answer;
  if (!path.startsWith("/api/plan/")) window.dispatchEvent(new Event(changed));
  return answer;
}

/** A view and its filters, as the part of the address after #. */
export interface Place {
  view: string;
  query: URLSearchParams;
}

const placeNow = (): Place => {
  const [view = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return { view, query: new URLSearchParams(query) };
};

/** The address of a view. */
export function hrefOf(view: string, values: Record<string, string | undefined> = {}): string {
  const given = Object.entries(values).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const query = new URLSearchParams(given).toString();
  return `#/${view}${query ? `?${query}` : ""}`;
}

/** Where the user is, and how to go elsewhere without a new entry in the history. */
export function usePlace(): [Place, (href: string) => void] {
  const [place, setPlace] = useState(placeNow);
  useEffect(() => {
    const follow = () => setPlace(placeNow());
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  const replace = useCallback((href: string) => {
    history.replaceState(null, "", href);
    setPlace(placeNow());
  }, []);
  return [place, replace];
}
