/** A command of the operators' tool, exactly as it has to be run. No other text says how the tool is started. */
export const operatorCommand = (text: string): string => `npx firebreak ${text}`;
