import { beforeAll, describe, expect, it } from "vitest";
import { marked, Pii } from "./pii.ts";

let pii: Pii;
beforeAll(async () => {
  pii = await Pii.load();
});

const FOUND = [
  "⟦bob@example.com⟧",
  "Write to ⟦bob@example.com⟧.",
  "Write to ⟦bob@example.com⟧, please",
  "<⟦bob@example.com⟧>",
  "Bob Smith <⟦bob.smith@mail.example.co.uk⟧>",
  "mailto:⟦bob@example.com⟧?subject=hi",
  '{"email":"⟦bob@example.com⟧"}',
  "{'email': '⟦bob@example.com⟧'}",
  "email=⟦bob@example.com⟧&x=1",
  "⟦bob+tag@example.com⟧",
  "⟦bob_smith@example.com⟧",
  "⟦bob-smith@example-host.org⟧",
  "⟦o'brien@example.ie⟧",
  "⟦BOB@EXAMPLE.COM⟧",
  "⟦Bob@Example.Com⟧",
  "⟦123456@qq.com⟧",
  "⟦x@y.museum⟧",
  "⟦bob@sub.sub2.example.technology⟧",
  "⟦bob@xn--bcher-kva.example.com⟧",
  "⟦bob@example.xn--p1ai⟧",
  "⟦иван@почта.рф⟧",
  "⟦josé@example.com⟧",
  "⟦jürgen.müller@web.de⟧",
  "請聯絡⟦bob@example.com⟧謝謝",
  "メール：⟦bob@example.jp⟧。",
  "⟦bob@example.com⟧;⟦alice@example.org⟧",
  "⟦bob@example.com⟧,⟦alice@example.org⟧",
  "at ⟦bob@example.com⟧.Then more",
  "⟦_bob@example.com⟧_",
  "**⟦bob@example.com⟧**",
  "(⟦bob@example.com⟧)",
  "wait...⟦bob@example.com⟧",
  "-⟦bob@example.com⟧",
  "'⟦bob@example.com⟧'",
  "https://example.com/?user=⟦bob@example.com⟧",
  "https://example.com/users/⟦bob@example.com⟧/edit",
  "⟦4915112345678@s.whatsapp.net⟧",
  "⟦bob@163.com⟧",
  "⟦bob@example.com⟧:hunter2",
  "ssh ⟦bob@server.example.com⟧",
  "⟦first.last@iana.org⟧\n⟦second@iana.org⟧",
  `⟦${"a".repeat(64)}@example.com⟧`,
];

const HARMLESS = [
  "@app.route('/x')",
  "@Override",
  "@types/node@20.1.0",
  "npm i react@18.2.0",
  "lodash@4.17.21",
  "lodash@4.17.21.tgz",
  "vue@next",
  "user@localhost",
  "user@host",
  "user@host:~/file.txt",
  "scp user@host.example.com:/var/log/x .",
  "scp file bob@host.example.com:~/x",
  "git@github.com:owner/repository.git",
  "ssh://git@github.com/owner/repository.git",
  "https://user@example.com/path",
  "https://user:secret@example.com/path",
  "postgres://admin:secret@db.example.com:5432/app",
  "mongodb+srv://admin:se$ret!@cluster0.example.net",
  "amqp://guest:guest@rabbit.example.org",
  "icon@2x.png",
  "logo@3x.jpg and logo@3x.webp",
  "@user@mastodon.social",
  "follow @bob.com",
  "x @ y.com",
  "a@b",
  "a@b.c",
  "foo@bar.js",
  "foo@bar.ts",
  "foo@bar.exe",
  "foo@bar.123",
  "this@MainActivity.finish",
  "return@forEach",
  "A@B.T",
  "bob@.com",
  "bob@-example.com",
  "bob@example-.com",
  "bob.@example.com",
  "@example.com",
  "bob@",
  "@",
  "@@@@",
  "bob@@example.com",
  "bob@example",
  "bob@example.",
  "bob@example.notatld",
  "bob(at)example.com",
  "image@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1",
  "registry.example.com/app@sha256:9f86d081",
  "5 apples @ 3.50",
  "10@2.5GHz",
  "uses: actions/checkout@v4",
  `${"a".repeat(65)}@example.com`,
  "bob@example.com@example.org",
];

describe("an e-mail address", () => {
  it.each(FOUND)("is found: %s", (line) => {
    const { text, found } = marked(line);
    expect(pii.find(text, ["email"]).map((finding) => finding.text)).toEqual(found);
  });

  it.each(HARMLESS)("is not: %s", (text) => {
    expect(pii.find(text, ["email"])).toEqual([]);
  });
});
