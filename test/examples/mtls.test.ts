import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CAN_MAKE_CERTIFICATES, type Certificate, makeCertificate } from "../envoy/certificates.ts";
import { type Gateway, startGateway } from "../envoy/gateway.ts";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { exampleConfig } from "./example-config.ts";

/** examples/mtls on a real Envoy, with a mesh of our own. */
describe.skipIf(!CAN_MAKE_CERTIFICATES)("examples/mtls (needs the openssl of OpenSSL 3)", () => {
  let folder: string;
  let provider: Provider;
  let strict: Gateway;
  let lenient: Gateway;
  let authority: Certificate;
  const clients = new Map<string, Certificate>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "headgate-mtls-"));
    provider = await startProvider();
    authority = makeCertificate(folder, "mesh", "DNS:mesh.example");
    const other = makeCertificate(folder, "other-mesh", "DNS:other.example");
    const server = makeCertificate(folder, "gateway", "IP:127.0.0.1", authority);
    const make = (name: string, uri: string, signer = authority) =>
      clients.set(name, makeCertificate(folder, name, uri, signer));
    make("checkout", "URI:spiffe://example.org/ns/shop/sa/checkout");
    make("cart", "URI:spiffe://example.org/ns/shop/sa/cart");
    make("stranger", "URI:spiffe://example.org/ns/lab/sa/x");
    make("nameless", "DNS:checkout.shop");
    make("forged", "URI:spiffe://example.org/ns/shop/sa/checkout", other);
    const config = exampleConfig("mtls", {
      "https://api.openai.com": provider.url,
      "/etc/headgate/tls.crt": server.cert,
      "/etc/headgate/tls.key": server.key,
      "/etc/headgate/mesh-ca.crt": authority.cert,
    });
    const environment = { OPENAI_API_KEY: "key-for-openai", CLIENT: "hg-client" };
    strict = await startGateway(config, { environment });
    const key = { id: "with-secret", secret: "env:CLIENT" };
    const tls = { certificate: server.cert, key: server.key, client_ca: authority.cert };
    lenient = await startGateway({ ...config, tls, keys: [...(config.keys ?? []), key] }, { environment });
  });

  afterAll(async () => {
    await strict?.stop();
    await lenient?.stop();
    await provider?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** `GET /v1/models`: the names, or the status and the message. */
  function models(gateway: Gateway, client?: string, headers: Record<string, string> = {}): Promise<unknown> {
    const certificate = client === undefined ? undefined : clients.get(client);
    const read = (file?: string) => file && readFileSync(file);
    return new Promise((resolve, reject) => {
      const options = { ca: read(authority.cert), cert: read(certificate?.cert), key: read(certificate?.key), headers };
      const sent = request(`${gateway.url}/v1/models`, { ...options, agent: false }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => {
          const { data, error } = JSON.parse(text);
          resolve(data?.map(({ id }: { id: string }) => id) ?? [response.statusCode, error.message]);
        });
        response.on("error", reject);
      });
      sent.on("error", reject).end();
    });
  }

  test("a peer is known by the id in its certificate, the exact one first", async () => {
    expect(await models(strict, "checkout")).toEqual(["gpt-4o"]);
    expect(await models(strict, "cart")).toEqual(["gpt-4o-mini"]);
  });

  test.each([
    ["stranger", "no key stands for this client certificate"],
    ["nameless", "no API key: send it as 'Authorization: Bearer <key>' or as 'x-api-key'"],
  ])("a peer whose certificate says nothing of use is refused: %s", async (client, message) => {
    expect(await models(strict, client)).toEqual([401, message]);
  });

  test("a certificate of another authority, or none, does not get past the handshake", async () => {
    await expect(models(strict, "forged")).rejects.toThrow();
    await expect(models(strict)).rejects.toThrow();
    await expect(models(lenient, "forged")).rejects.toThrow();
  });

  test("a header that names a peer is no certificate", async () => {
    const headers = { "x-forwarded-client-cert": "URI=spiffe://example.org/ns/shop/sa/checkout" };
    expect(await models(strict, "stranger", headers)).toEqual([401, "no key stands for this client certificate"]);
    expect(await models(lenient, undefined, headers)).toEqual([401, expect.stringMatching(/^no API key/)]);
  });

  test("where certificates are not demanded, a client key will do, and goes before one", async () => {
    const all = ["gpt-4o", "gpt-4o-mini"];
    expect(await models(lenient, undefined, { authorization: "Bearer hg-client" })).toEqual(all);
    expect(await models(lenient, "checkout", { authorization: "Bearer hg-client" })).toEqual(all);
    expect(await models(lenient, "checkout", { authorization: "Bearer wrong" })).toEqual([401, "unknown API key"]);
    expect(await models(lenient, "checkout")).toEqual(["gpt-4o"]);
  });
});
