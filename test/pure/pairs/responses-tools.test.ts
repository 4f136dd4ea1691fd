import type { Tool } from "openai/resources/responses/responses";
import { beforeAll, describe, expect, it } from "vitest";
import { type DialectName, loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

// biome-ignore lint/suspicious/noExplicitAny: documents of several dialects
type Document = any;

const OTHERS: DialectName[] = ["openai", "anthropic", "ollama"];
const PARAMETERS = { type: "object", properties: { a: { type: "string" } } };
const FUNCTION = { type: "function", name: "shell", parameters: PARAMETERS, strict: false };
const CUSTOM = { type: "custom", name: "apply_patch", description: "Edits files." };
const SEARCH = { type: "tool_search", execution: "client", description: "Finds tools.", parameters: PARAMETERS };
const space = (name: string, ...tools: object[]) => ({ type: "namespace", name, description: "", tools });

const request = (fields: object) => ({ model: "m", input: "go", ...fields });

function sent(provider: DialectName, fields: object): Document {
  return pure.translateRequest("responses", provider, request(fields));
}

/** The functions that a chat completions provider is offered. */
const offered = (tools: object[], more: object = {}) =>
  (sent("openai", { tools, ...more }).tools ?? []).map((tool: Document) => tool.function);
const names = (tools: object[], more: object = {}) => offered(tools, more).map((tool: Document) => tool.name);

/** Every type of tool that the official client documents; those offered, by the name under which they are. */
const TOOLS: Record<Tool["type"], string | undefined> = {
  function: "f",
  custom: "f",
  tool_search: "tool_search",
  namespace: undefined,
  file_search: undefined,
  computer: undefined,
  computer_use_preview: undefined,
  web_search: undefined,
  web_search_2025_08_26: undefined,
  mcp: undefined,
  code_interpreter: undefined,
  programmatic_tool_calling: undefined,
  image_generation: undefined,
  local_shell: "local_shell",
  shell: "shell",
  web_search_preview: undefined,
  web_search_preview_2025_03_11: undefined,
  apply_patch: "apply_patch",
};

describe.each(OTHERS)("a provider of %s", (provider) => {
  it.each(Object.entries(TOOLS))("is asked, though the client has the tool %s", (type, name) => {
    const document = sent(provider, { tools: [FUNCTION, { type, name: "f", execution: "client" }] });
    expect(JSON.stringify(document.tools)).toContain('"shell"');
    expect(document.tools).toHaveLength(name === undefined ? 1 : 2);
    const dropped = pure.losses().dropped.filter((name) => name.startsWith("tools."));
    if (name !== undefined) expect(JSON.stringify(document.tools)).toContain(`"${name}"`);
    else if (type !== "namespace") expect(dropped).toEqual([`tools.${type}`]);
  });
});

describe("a custom tool", () => {
  it("is a function of one text, and the model is told of its grammar", () => {
    const format = { type: "grammar", syntax: "lark", definition: 'start: "x"\n' };
    expect(offered([{ ...CUSTOM, format }])).toEqual([
      {
        name: "apply_patch",
        description:
          'Edits files.\n\nThe argument `input` is the whole text, as it is. The text must keep to this grammar (lark):\nstart: "x"\n',
        parameters: { type: "object", properties: { input: { type: "string" } }, required: ["input"] },
      },
    ]);
    expect(pure.losses()).toEqual({ dropped: [], approximated: ["tools.format"] });
  });

  it("can be demanded, and allowed", () => {
    const tool_choice = { type: "custom", name: "apply_patch" };
    expect(sent("openai", { tools: [CUSTOM], tool_choice }).tool_choice).toEqual({
      type: "function",
      function: { name: "apply_patch" },
    });
    const allowed = { type: "allowed_tools", mode: "auto", tools: [tool_choice] };
    expect(names([FUNCTION, CUSTOM], { tool_choice: allowed })).toEqual(["apply_patch"]);
  });

  it("was called in the conversation as that function", () => {
    const input = [
      { role: "user", content: "go" },
      { type: "custom_tool_call", call_id: "c1", name: "apply_patch", input: '*** Begin "é"\n\\' },
      { type: "custom_tool_call_output", call_id: "c1", output: "done" },
    ];
    expect(sent("openai", { tools: [CUSTOM], input }).messages.slice(1)).toMatchObject([
      {
        tool_calls: [
          { id: "c1", function: { name: "apply_patch", arguments: '{"input":"*** Begin \\"é\\"\\n\\\\"}' } },
        ],
      },
      { role: "tool", tool_call_id: "c1", content: "done" },
    ]);
    expect(pure.losses()).toEqual({ dropped: [], approximated: [] });
  });
});

describe("the tools of a namespace", () => {
  it("are offered under joined names", () => {
    const tools = [FUNCTION, space("mcp__files", { ...FUNCTION, name: "read" }, { ...CUSTOM, name: "write" })];
    expect(names(tools)).toEqual(["shell", "mcp__files__read", "mcp__files__write"]);
  });

  it("keep to what providers take for a name, each its own", () => {
    const long = "n".repeat(60);
    const tools = [
      space("a.b", { ...FUNCTION, name: "c/é" }),
      space(long, { ...FUNCTION, name: "one" }, { ...FUNCTION, name: "two" }),
      { ...FUNCTION, name: "x__y" },
      space("x", { ...FUNCTION, name: "y" }),
      space("x_", { ...FUNCTION, name: "_y" }),
    ];
    const given: string[] = names(tools);
    expect(given).toHaveLength(6);
    expect(new Set(given).size).toBe(6);
    for (const name of given) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(names(tools)).toEqual(given);
  });

  it("are not offered twice", () => {
    const tools = [space("a", FUNCTION), FUNCTION, FUNCTION, space("a", FUNCTION)];
    expect(names(tools)).toEqual(["a__shell", "shell"]);
  });

  it("are called in the conversation by those names, with the namespace or without", () => {
    const call = (id: string, more: object) => ({
      type: "function_call",
      call_id: id,
      name: "read",
      arguments: "{}",
      ...more,
    });
    const result = (call_id: string) => ({ type: "function_call_output", call_id, output: "x" });
    const input = [
      { role: "user", content: "go" },
      call("1", { namespace: "files" }),
      call("2", {}),
      call("3", { namespace: "gone" }),
      ...["1", "2", "3"].map(result),
    ];
    const { messages } = sent("openai", { tools: [space("files", { ...FUNCTION, name: "read" })], input });
    expect(messages[1].tool_calls.map((made: Document) => made.function.name)).toEqual([
      "files__read",
      "files__read",
      "gone__read",
    ]);
  });

  it("can be demanded", () => {
    const tool_choice = { type: "function", name: "read", namespace: "files" };
    expect(sent("openai", { tools: [space("files", { ...FUNCTION, name: "read" })], tool_choice }).tool_choice).toEqual(
      {
        type: "function",
        function: { name: "files__read" },
      },
    );
  });
});

describe("tools that the conversation brings", () => {
  it("are offered: those of a developer, and those that a search found", () => {
    const input = [
      { type: "additional_tools", role: "developer", tools: [space("functions", { ...CUSTOM, name: "exec" })] },
      { role: "user", content: "go" },
      { type: "tool_search_call", call_id: "s1", execution: "client", arguments: { query: "files" } },
      { type: "tool_search_output", call_id: "s1", execution: "client", tools: [space("files", FUNCTION)] },
    ];
    const document = sent("openai", { tools: [SEARCH], input });
    expect(document.tools.map((tool: Document) => tool.function.name)).toEqual([
      "tool_search",
      "functions__exec",
      "files__shell",
    ]);
    expect(document.messages.slice(1)).toMatchObject([
      { tool_calls: [{ id: "s1", function: { name: "tool_search", arguments: '{"query":"files"}' } }] },
      { role: "tool", tool_call_id: "s1", content: "These tools were found, and can be called now: files__shell" },
    ]);
  });
});

const LOCAL = [{ type: "local_shell" }, { type: "shell", environment: { type: "local" } }, { type: "apply_patch" }];

describe("the platform's tools that the client runs", () => {
  it("are functions with the platform's arguments", () => {
    const [local, shell, patch] = offered(LOCAL);
    expect(local).toMatchObject({ name: "local_shell", parameters: { required: ["command"] } });
    expect(shell).toMatchObject({ name: "shell", parameters: { required: ["commands"] } });
    expect(patch).toMatchObject({ name: "apply_patch", parameters: { required: ["type", "path"] } });
    for (const { description } of [local, shell, patch]) expect(description).toMatch(/user's (machine|files)/);
    expect(pure.losses()).toEqual({ dropped: [], approximated: [] });
  });

  it("are not, where the platform would run them", () => {
    for (const type of ["container_auto", "container_reference"]) {
      expect(names([FUNCTION, { type: "shell", environment: { type } }])).toEqual(["shell"]);
      expect(pure.losses().dropped).toEqual(["tools.shell"]);
    }
    expect(names([{ type: "shell", environment: { type: "local", skills: [{ name: "s" }] } }])).toEqual(["shell"]);
    expect(pure.losses().dropped).toEqual(["tools.environment.skills"]);
  });

  it("are apart from the client's own of the same name, in calls of the conversation too", () => {
    const input = [
      { role: "user", content: "go" },
      { type: "shell_call", call_id: "1", action: { commands: ["ls"] } },
      { type: "shell_call_output", call_id: "1", output: [{ stdout: "x", stderr: "" }] },
      { type: "function_call", call_id: "2", name: "shell", arguments: "{}" },
      { type: "function_call_output", call_id: "2", output: "x" },
    ];
    for (const tools of [
      [FUNCTION, ...LOCAL],
      [...LOCAL, FUNCTION],
    ]) {
      const document = sent("openai", { tools, input });
      const functions = document.tools.map((tool: Document) => tool.function);
      const byCommands = functions.find(({ parameters }: Document) => parameters.properties.commands);
      const own = functions.find(({ parameters }: Document) => parameters.properties.a);
      expect(new Set(functions.map(({ name }: Document) => name)).size).toBe(4);
      const made = document.messages.flatMap((message: Document) => message.tool_calls ?? []);
      expect(made.map((call: Document) => call.function.name)).toEqual([byCommands.name, own.name]);
    }
  });

  it.each(LOCAL)("can be demanded, and allowed: %j", ({ type }) => {
    const demanded = sent("openai", { tools: LOCAL, tool_choice: { type } });
    expect(demanded.tool_choice).toEqual({ type: "function", function: { name: type } });
    const tool_choice = { type: "allowed_tools", mode: "auto", tools: [{ type }] };
    expect(names(LOCAL, { tool_choice })).toEqual([type]);
    const answer = pure.translateResponse(
      "openai",
      "responses",
      called("f", "{}"),
      request({ tools: LOCAL, tool_choice: { type } }),
    );
    expect((answer as Document).tool_choice).toEqual({ type });
  });
});

describe("what is asked of this turn", () => {
  it.each([
    { type: "web_search_preview" },
    { type: "mcp", server_label: "x" },
    { type: "file_search" },
    { type: "shell", environment: { type: "container_auto" } },
  ])("is refused where only the platform could do it: %j", (tool_choice) => {
    expect(() => sent("openai", { tools: [FUNCTION, tool_choice], tool_choice })).toThrow(
      `tool_choice: only the provider's own '${tool_choice.type}'`,
    );
  });
});

const asked = {
  tools: [FUNCTION, CUSTOM, SEARCH, space("files", { ...FUNCTION, name: "read" }, { ...CUSTOM, name: "write" })],
};
const called = (name: string, text: string) => ({
  id: "c",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [
    {
      index: 0,
      finish_reason: "tool_calls",
      message: {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "call_1", type: "function", function: { name, arguments: text } }],
      },
    },
  ],
});

/** A call of the model's: the function's name, its arguments, and the item that the client gets. */
const CALLS: [string, string, object][] = [
  ["shell", '{"a":"1"}', { type: "function_call", name: "shell", arguments: '{"a":"1"}' }],
  [
    "apply_patch",
    '{"input":"a\\n\\"é\\ud83d\\ude00"}',
    { type: "custom_tool_call", name: "apply_patch", input: 'a\n"é😀' },
  ],
  ["apply_patch", '{ "patch" : "x" }', { type: "custom_tool_call", name: "apply_patch", input: "x" }],
  ["apply_patch", "*** not JSON", { type: "custom_tool_call", name: "apply_patch", input: "*** not JSON" }],
  ["apply_patch", '{"a":"1","b":2}', { type: "custom_tool_call", name: "apply_patch", input: '{"a":"1","b":2}' }],
  ["apply_patch", "", { type: "custom_tool_call", name: "apply_patch", input: "" }],
  ["files__read", '{"a":"1"}', { type: "function_call", name: "read", namespace: "files", arguments: '{"a":"1"}' }],
  ["read", "{}", { type: "function_call", name: "read", namespace: "files", arguments: "{}" }],
  ["files__write", '{"input":"x"}', { type: "custom_tool_call", name: "write", namespace: "files", input: "x" }],
  ["tool_search", '{"query":"x"}', { type: "tool_search_call", execution: "client", arguments: { query: "x" } }],
  ["nobody", "{}", { type: "function_call", name: "nobody", arguments: "{}" }],
];

/** Likewise, of tools that the client runs for the platform. */
const LOCAL_CALLS: [string, string, object][] = [
  [
    "local_shell",
    '{"command":["ls","-l"],"working_directory":"/x","timeout_ms":5,"user":"u","env":{"A":"b"}}',
    {
      type: "local_shell_call",
      action: {
        type: "exec",
        command: ["ls", "-l"],
        env: { A: "b" },
        timeout_ms: 5,
        user: "u",
        working_directory: "/x",
      },
    },
  ],
  [
    "local_shell",
    '{"command":"ls | wc"}',
    { type: "local_shell_call", action: { type: "exec", command: ["bash", "-lc", "ls | wc"], env: {} } },
  ],
  ["local_shell", "not JSON", { type: "local_shell_call", action: { type: "exec", command: [], env: {} } }],
  [
    "shell",
    '{"commands":["ls","echo \\"é\\""],"timeout_ms":1000}',
    {
      type: "shell_call",
      action: { commands: ["ls", 'echo "é"'], timeout_ms: 1000, max_output_length: null },
      environment: { type: "local" },
    },
  ],
  [
    "shell",
    '{"commands":"ls","max_output_length":9}',
    {
      type: "shell_call",
      action: { commands: ["ls"], timeout_ms: null, max_output_length: 9 },
      environment: { type: "local" },
    },
  ],
  [
    "apply_patch",
    '{"type":"create_file","path":"a.txt","diff":"+a\\n+\\"b\\""}',
    { type: "apply_patch_call", operation: { type: "create_file", path: "a.txt", diff: '+a\n+"b"' } },
  ],
  [
    "apply_patch",
    '{"type":"delete_file","path":"a.txt","diff":""}',
    { type: "apply_patch_call", operation: { type: "delete_file", path: "a.txt" } },
  ],
  ["apply_patch", "", { type: "apply_patch_call", operation: { type: "update_file", path: "", diff: "" } }],
];

const ALL_CALLS = [
  ...CALLS.map(([name, text, item]) => ({ name, text, item, tools: asked.tools })),
  ...LOCAL_CALLS.map(([name, text, item]) => ({ name, text, item, tools: LOCAL })),
];

describe("a call comes back as the client's own", () => {
  it.each(ALL_CALLS)("$name $text", ({ name, text, item, tools: offered }) => {
    const { output, tools } = pure.translateResponse(
      "openai",
      "responses",
      called(name, text),
      request({ tools: offered }),
    ) as Document;
    expect(output).toEqual([{ id: expect.any(String), call_id: "call_1", status: "completed", ...item }]);
    expect(tools).toEqual(offered);
  });

  it.each(ALL_CALLS)("streamed: $name $text", ({ name, text, item, tools }) => {
    for (const size of [1, 2, 3, 7, 1000]) {
      const events = streamed(name, text, size, tools);
      const done = events.filter((event) => event.type === "response.output_item.done");
      expect(done.map((event) => event.item)).toEqual([
        { id: expect.any(String), call_id: "call_1", status: "completed", ...item },
      ]);
      const { input } = item as { input?: string };
      if (input === undefined) continue;
      const deltas = events.filter((event) => event.type === "response.custom_tool_call_input.delta");
      expect(deltas.map((event) => event.delta).join("")).toBe(input);
      expect(events.find((event) => event.type === "response.custom_tool_call_input.done")).toMatchObject({
        input,
        output_index: 0,
        item_id: done[0]?.item.id,
      });
    }
  });

  it("piece by piece, no later than it came", () => {
    const deltas = streamed("apply_patch", '{"input":"abc\\ndef"}', 3)
      .filter((event) => event.type === "response.custom_tool_call_input.delta")
      .map((event) => event.delta);
    expect(deltas.length).toBeGreaterThan(2);
  });
});

function streamed(name: string, text: string, size: number, tools: object[] = asked.tools): Document[] {
  const chunk = (delta: object, finish_reason: string | null = null) =>
    `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  const call = (more: object) => chunk({ tool_calls: [{ index: 0, ...more }] });
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));
  const stream = [
    chunk({ role: "assistant" }),
    call({ id: "call_1", type: "function", function: { name, arguments: "" } }),
    ...pieces.map((piece) => call({ function: { arguments: piece } })),
    chunk({}, "tool_calls"),
    "data: [DONE]\n\n",
  ];
  const got = pure.translateStream("openai", "responses", [Buffer.from(stream.join(""))], {
    request: request({ tools, stream: true }),
  });
  expect(got.failed).toBe(false);
  return got.text
    .split("\n")
    .filter((line: string) => line.startsWith("data: "))
    .map((line: string) => JSON.parse(line.slice(6)));
}
