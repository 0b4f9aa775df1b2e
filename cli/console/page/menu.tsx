import Button from "@cloudscape-design/components/button";
import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import { useState } from "react";
import type { NowView } from "../views/now";

/** The views, with how much waits in each. */
export function menuOf(now: NowView | undefined): SideNavigationProps.Item[] {
  const count = (number: number | undefined) => (number ? ` (${number})` : "");
  const needs = (now?.incidents.length ?? 0) + (now?.approvals.length ?? 0);
  return [
    { type: "link", text: `What needs you now${count(needs)}`, href: "#/" },
    { type: "link", text: "Incidents", href: "#/incidents" },
    { type: "link", text: `Approvals${count(now?.approvals.length)}`, href: "#/approvals" },
    { type: "link", text: `Contained now${count(now?.held.length)}`, href: "#/held" },
    { type: "link", text: "Exceptions", href: "#/exceptions" },
    { type: "divider" },
    { type: "link", text: "Contain by hand", href: "#/contain" },
    { type: "link", text: now?.pause ? "Pause (paused)" : "Pause", href: "#/pause" },
    { type: "divider" },
    { type: "link", text: "Coverage", href: "#/coverage" },
    { type: "link", text: "Modes", href: "#/modes" },
  ];
}

/** The navigation. Where there is little width it opens on demand. */
export function Menu({ items, active }: { items: SideNavigationProps.Item[]; active: string }) {
  const [open, setOpen] = useState(false);
  return (
    <nav aria-label="Views" className={open ? "menu open" : "menu"}>
      <div className="menu-button">
        <Button iconName="menu" ariaExpanded={open} onClick={() => setOpen(!open)}>
          Menu
        </Button>
      </div>
      <div className="menu-items">
        <SideNavigation
          header={{ text: "Firebreak", href: "#/" }}
          activeHref={active}
          items={items}
          onFollow={() => setOpen(false)}
        />
      </div>
    </nav>
  );
}
