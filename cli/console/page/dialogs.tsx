import { createContext, type ReactNode, useContext, useState } from "react";

/** Makes a dialog, given what closes it. */
export type MakeDialog = (close: () => void) => ReactNode;

const Open = createContext<(make: MakeDialog) => void>(() => {});

/** Opens a dialog. It stays when what it was opened from is gone: a request that was decided leaves its list. */
export const useOpenDialog = () => useContext(Open);

/** Where dialogs are shown. */
export function Dialogs({ children }: { children: ReactNode }) {
  const [dialog, setDialog] = useState<{ make: MakeDialog }>();
  const close = () => {
    setDialog(undefined);
    // The button that opened it may be gone, and the focus with it.
    setTimeout(() => {
      if (document.activeElement === document.body) document.getElementById("content")?.focus();
    });
  };
  return (
    <Open.Provider value={(make) => setDialog({ make })}>
      {children}
      {dialog?.make(close)}
    </Open.Provider>
  );
}
