/** How many seconds to wait for what comes in seconds: a loaded machine may take minutes, and a wait ends as soon as it can. */
export const patience = 300;
