import Box from "@cloudscape-design/components/box";
import Cards from "@cloudscape-design/components/cards";
import Table from "@cloudscape-design/components/table";
import { type ReactElement, type ReactNode, useEffect, useState } from "react";

/** What is shown of each item. The first column names it. */
export interface Column<Item> {
  id: string;
  header: string;
  minWidth?: number;
  cell(item: Item): ReactNode;
}

interface Props<Item> {
  label: string;
  items: Item[];
  keyOf(item: Item): string;
  columns: Column<Item>[];
  header: ReactElement;
  filter?: ReactNode;
  pagination?: ReactNode;
  empty: string;
}

/** The width below which a table does not fit. */
const narrow = "(max-width: 1200px)";

function useNarrow(): boolean {
  const [is, setIs] = useState(() => matchMedia(narrow).matches);
  useEffect(() => {
    const media = matchMedia(narrow);
    const follow = () => setIs(media.matches);
    media.addEventListener("change", follow);
    return () => media.removeEventListener("change", follow);
  }, []);
  return is;
}

/** A table, or cards where there is little width: nothing is read by scrolling sideways. */
export function List<Item>({ label, items, keyOf, columns, header, filter, pagination, empty }: Props<Item>) {
  const common = {
    ...{ items, header, filter, pagination },
    trackBy: keyOf,
    empty: <Box textAlign="center">{empty}</Box>,
  };
  const [first, ...rest] = columns;
  if (useNarrow())
    return (
      <Cards
        {...common}
        ariaLabels={{ cardsLabel: label, itemSelectionLabel: () => "", selectionGroupLabel: "" }}
        cardDefinition={{
          header: (item) => first!.cell(item),
          sections: rest.map(({ id, header: title, cell }) => ({ id, header: title, content: cell })),
        }}
      />
    );
  return (
    <Table
      {...common}
      wrapLines
      ariaLabels={{ tableLabel: label }}
      columnDefinitions={columns.map((column) => ({ ...column, isRowHeader: column === first }))}
    />
  );
}
