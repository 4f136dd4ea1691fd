import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";

const PAGES = [".", ".github", "docs", ...readdirSync(join(PROJECT_ROOT, "examples")).map((name) => `examples/${name}`)]
  .filter((folder) => existsSync(join(PROJECT_ROOT, folder)))
  .flatMap((folder) => readdirSync(join(PROJECT_ROOT, folder)).map((file) => join(folder, file)))
  .filter((file) => file.endsWith(".md"));

const read = (file: string) => readFileSync(join(PROJECT_ROOT, file), "utf8");

test.each(PAGES)("%s: its links lead somewhere", (page) => {
  const links = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  const dead = links.filter((link) => !/^[a-z]+:/.test(link) && !leads(page, link));
  expect(dead).toEqual([]);
});

function leads(page: string, link: string): boolean {
  const [path = "", place] = link.split("#");
  const file = path === "" ? page : join(dirname(page), path);
  if (!existsSync(join(PROJECT_ROOT, file))) return false;
  if (place === undefined) return true;
  return !statSync(join(PROJECT_ROOT, file)).isDirectory() && places(read(file)).includes(place);
}

/** The places of a page's headings, as GitHub names them. */
function places(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^```.*?^```$/gms, "");
}

test("README.md names every page, in 200 lines at most", () => {
  const readme = read("README.md");
  const pages = readdirSync(join(PROJECT_ROOT, "docs")).filter((file) => file.endsWith(".md"));
  expect(pages.filter((file) => !readme.includes(`docs/${file}`))).toEqual([]);
  expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(200);
});
