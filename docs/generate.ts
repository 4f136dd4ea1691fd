/** `npm run docs`: writes the pages, and the JSON schema, that are made from tables in the code. `--check`: says which are stale. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileSchemaText } from "../contract/json-schema.ts";
import { adminPage } from "../control-plane/admin/admin-page.ts";
import { routingPage } from "../control-plane/catalogue/routing-page.ts";
import { failoverTestPage } from "../control-plane/failover-test/failover-test-page.ts";
import { healthPage } from "../control-plane/health/health-page.ts";
import { providersPage } from "../control-plane/provider/providers-page.ts";
import { translationPage } from "../test/fixtures/fields/document.ts";
import { buildModule } from "../test/pure/build-module.ts";
import { instantiate } from "../test/pure/load-assembly.ts";
import { Pure } from "../test/pure/pure.ts";
import { configurationPage } from "./configuration-page.ts";
import { failuresPage } from "./failures-page.ts";

const pure = new Pure(await instantiate(await buildModule("exchange")));

const PAGES: Readonly<Record<string, () => string>> = {
  "../contract/headgate.schema.json": fileSchemaText,
  "admin.md": adminPage,
  "configuration.md": configurationPage,
  "failover-test.md": failoverTestPage,
  "health.md": healthPage,
  "failures.md": failuresPage,
  "providers.md": providersPage,
  "routing.md": routingPage,
  "translation.md": () => translationPage(pure),
};

const checks = process.argv.includes("--check");
for (const [name, page] of Object.entries(PAGES)) {
  const file = new URL(name, import.meta.url);
  if (!checks) writeFileSync(file, page());
  else if (readFileSync(file, "utf8") !== page()) {
    console.error(`docs/${name} is stale: npm run docs`);
    process.exitCode = 1;
  }
}
if (checks) console.log(`pages: ${Object.keys(PAGES).length} made from the code`);
