import { fileSchemaText } from "../../contract/json-schema.ts";
import type { Command } from "./command.ts";
import { writeOut } from "./write-out.ts";

export const schema: Command = {
  name: "schema",
  summary: "write the JSON schema of headgate.yaml, for editors, to stdout or a file",
  details: `An editor with a YAML language server takes it, if the first line of headgate.yaml is:
# yaml-language-server: $schema=headgate.schema.json`,
  flags: { out: "file" },
  run: async ({ out }) => writeOut(fileSchemaText(), out),
};
