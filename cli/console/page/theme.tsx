import Box from "@cloudscape-design/components/box";
import Toggle from "@cloudscape-design/components/toggle";
import { applyMode, Mode } from "@cloudscape-design/global-styles";
import { useEffect, useState } from "react";
import type { SessionView } from "../api";

const kept = "firebreak-dark";

/** As the user chose, or else as the system is set. */
function isDark(): boolean {
  const choice = localStorage.getItem(kept);
  return choice === null ? matchMedia("(prefers-color-scheme: dark)").matches : choice === "true";
}

/** Who uses the console, and the switch between light and dark. */
export function Theme({ session }: { session: SessionView }) {
  const [dark, setDark] = useState(isDark);
  useEffect(() => applyMode(dark ? Mode.Dark : Mode.Light), [dark]);
  return (
    <div className="top">
      <Box variant="small">
        {session.may.person}, security account {session.account}, {session.region}
      </Box>
      <Toggle
        checked={dark}
        onChange={({ detail }) => {
          localStorage.setItem(kept, String(detail.checked));
          setDark(detail.checked);
        }}
      >
        Dark
      </Toggle>
    </div>
  );
}
