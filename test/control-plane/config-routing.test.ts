import { describe, expect, test } from "vitest";
import { checkConfig, configOrProblems } from "../../control-plane/config/parse.ts";
import { warningsOf } from "../../control-plane/config/warnings.ts";

const provider = (more: object = {}) => ({ dialect: "openai", url: "http://p.test/v1", ...more });
const providers = { us: provider({ region: "us" }), eu: provider({ region: "eu" }), own: provider({ private: true }) };
const m = { targets: [{ provider: "us" }, { provider: "own" }] };

function problems(more: object): { path: string; reason: string }[] {
  const judged = configOrProblems({ providers, models: { m }, ...more });
  return "problems" in judged ? judged.problems : [];
}

describe("what nobody could serve is refused, with its path", () => {
  const nowhere = 'no provider is in "eeu" (did you mean "eu"?)';

  test.each<[string, object, { path: string; reason: string }[]]>([
    [
      "a model's region",
      { models: { m: { ...m, require: { region: "eeu" } } } },
      [
        { path: "models.m.require.region", reason: nowhere },
        {
          path: "models.m.require",
          reason: "none of the model's targets keeps to it: no request could be served",
        },
      ],
    ],
    [
      "a tenant's",
      { tenants: { t: { require: { region: "eeu" } } } },
      [{ path: "tenants.t.require.region", reason: nowhere }],
    ],
    [
      "a key's",
      { keys: [{ id: "k", secret: "env:K", require: { region: ["eeu", "moon"] } }] },
      [{ path: "keys[0].require.region", reason: 'no provider is in "eeu" or "moon" (did you mean "eu"?)' }],
    ],
    ["a rule's", { rules: [{ require: { region: "eeu" } }] }, [{ path: "rules[0].require.region", reason: nowhere }]],
    [
      "a model that is private, at others'",
      { models: { m: { targets: [{ provider: "us" }], require: { private: true } } } },
      [{ path: "models.m.require", reason: "none of the model's targets keeps to it: no request could be served" }],
    ],
    [
      "a model's, by the targets that it takes from another",
      { models: { m, n: { default: "m", require: { region: "eu" } } } },
      [{ path: "models.n.require", reason: "none of the model's targets keeps to it: no request could be served" }],
    ],
    [
      "a rule's, by the model that it leads to",
      { rules: [{ use: "m", require: { region: "eu" } }] },
      [
        {
          path: "rules[0].require",
          reason: 'no target of "m" keeps to it: every request of the rule would be refused',
        },
      ],
    ],
    [
      "private, where no provider is",
      {
        providers: { us: provider() },
        models: { m: { targets: [{ provider: "us" }] } },
        rules: [{ require: { private: true } }],
      },
      [
        {
          path: "rules[0].require.private",
          reason: "no provider is private: say so of one that is your own, by private: true",
        },
      ],
    ],
  ])("%s", (_, more, expected) => {
    expect(problems(more)).toEqual(expected);
  });
});

test("what can be served is taken", () => {
  const require = { region: ["eu", "us"] };
  expect(problems({ models: { m: { ...m, require } }, tenants: { t: { require: { private: true } } } })).toEqual([]);
  expect(problems({ rules: [{ use: "m", require: { private: true } }] })).toEqual([]);
});

describe("a strategy that comes to nothing is told", () => {
  const warnings = (model: object) => warningsOf(checkConfig({ providers, models: { m, n: model } }, "test"));
  const price = { input: 1, output: 1 };

  test.each<[string, object, string[]]>([
    [
      "lowest_cost without a price",
      { ...m, strategy: "lowest_cost" },
      ["models.n.strategy: no target has a price, so they are tried as they are listed: give each a price"],
    ],
    ["lowest_cost with one", { targets: [{ provider: "us", price }, { provider: "eu" }], strategy: "lowest_cost" }, []],
    [
      "rules beside targets",
      { ...m, strategy: "rules" },
      ["models.n.strategy: rules choose among models, not among targets: these are tried as they are listed"],
    ],
    [
      "affinity where nothing is drawn",
      { ...m, affinity: { by: "first_turns" } },
      [
        "models.n.affinity: has no effect: it keeps conversations under `strategy: weighted` or `key_strategy: conversation`",
      ],
    ],
    ["affinity of weighted targets", { ...m, strategy: "weighted", affinity: { by: "told" } }, []],
    ["rules with a default", { strategy: "rules", default: "m" }, []],
  ])("%s", (_, model, expected) => {
    expect(warnings(model)).toEqual(expected);
  });
});
