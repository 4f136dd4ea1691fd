/** `npm run docs`: writes the pages that are made from tables in the code. */
import { writeFileSync } from "node:fs";
import { providersPage } from "../control-plane/provider/document.ts";

const PAGES: Readonly<Record<string, () => string>> = { "providers.md": providersPage };

for (const [name, page] of Object.entries(PAGES)) writeFileSync(new URL(name, import.meta.url), page());
