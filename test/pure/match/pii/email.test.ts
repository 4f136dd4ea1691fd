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

/** Under names that no public network has. */
const PRIVATE = [
  "⟦bob@mail.internal⟧",
  "⟦Bob.Smith@Sales.CORP⟧",
  "⟦bob@box.local⟧:",
  "ask ⟦bob@printer.lan⟧, or ⟦eve@nas.home⟧.",
  "⟦bob@acme.example⟧",
  "<⟦bob@mail.eu.intranet⟧>",
  "⟦bob@mail.test⟧ and ⟦bob@mail.invalid⟧",
  "⟦a@host⟧",
  "⟦root@localhost⟧",
  "Write to ⟦j.doe@mailhost⟧.",
  "mailto:⟦bob@intranet⟧?subject=hi",
  "<⟦bob@exchange01⟧>",
  "(⟦bob@mail-2⟧)",
  '{"to":"⟦bob@EXCHANGE⟧"}',
  "⟦bob@example⟧",
  "⟦bob@example⟧.",
  "⟦bob@mailhost⟧: hello",
  "請聯絡⟦bob@mailhost⟧謝謝",
  "⟦jürgen@büro⟧",
];

/** What looks like one of them, and is not. */
const NO_HOST = [
  "npm i react@latest vue@next typescript@beta",
  '"pnpm": "shared@workspace:*"',
  "uses: acme/deploy@release",
  "uses: acme/deploy@8e5e7e5ab8b370d6c329ec480221332ada57f0ab",
  "go install golang.org/x/tools/gopls@release",
  "brew install python@3.11 postgresql@14 icu4c@v74",
  "docker pull image@sha256:4bcff639",
  "pip install pkg@git+https://example.com/pkg",
  "git show deadbeef@a1b2c3d4",
  "stash@{0} HEAD@{1}",
  "@decorator\ndef f(): pass",
  "x = self.q@k",
  "y = weights@values[0]",
  "f@apply(x)",
  "return@loop, this@Outer, super@Outer, continue@outer",
  "list.forEach { return@forEach }",
  "Route::get('/', 'UserController@show')",
  "scp report deploy@web:/srv",
  "root@web:~# ls",
  "[root@web ~]# ls",
  "ssh://deploy@web/srv",
  "https://user:secret@intranet/path",
  "xmpp bob@server/laptop",
  "@bob@mastodon",
  "getty@tty1.service",
  "bob@host.notatld",
  "bob@mail.local.js",
  "a@bc",
  "cc@home_office",
];

describe("an e-mail address", () => {
  it.each(FOUND)("is found: %s", (line) => {
    const { text, found } = marked(line);
    expect(pii.find(text, ["email"]).map((finding) => finding.text)).toEqual(found);
  });

  it.each(PRIVATE)("is found under a private name, unless public ones alone are asked for: %s", (line) => {
    const { text, found } = marked(line);
    expect(pii.find(text, ["email"]).map((finding) => finding.text)).toEqual(found);
    expect(pii.find(text, ["public_email"])).toEqual([]);
  });

  it.each(FOUND)("is found where public ones alone are asked for: %s", (line) => {
    const { text, found } = marked(line);
    expect(pii.find(text, ["public_email"]).map((finding) => finding.text)).toEqual(found);
  });

  it.each(NO_HOST)("is not: %s", (text) => {
    expect(pii.find(text, ["email"])).toEqual([]);
  });

  it.each(HARMLESS)("is not: %s", (text) => {
    expect(pii.find(text, ["email"])).toEqual([]);
  });
});
