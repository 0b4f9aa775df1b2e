// Makes the pictures of docs/console.md: node -r ts-node/register/transpile-only test/cli/console/pictures.ts
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findChromium } from "../report/chromium";
import { picturedFile, pictureFolder, showPictured } from "./pictured";

async function makePictures(): Promise<void> {
  const executable = findChromium();
  if (!executable) throw new Error("there is no Chromium: set FIREBREAK_CHROMIUM to one");
  mkdirSync(pictureFolder, { recursive: true });
  const pictured = await showPictured(executable, async (name, page) => {
    await page.screenshot({ path: path.join(pictureFolder, `console-${name}.png`) });
  });
  writeFileSync(picturedFile, `${JSON.stringify(pictured, null, 2)}\n`);
}

void makePictures();
