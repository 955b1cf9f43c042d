import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { absentImages } from "../../../lib/docker/absent-images.ts";
import { connect } from "../../../lib/docker/client.ts";
import { lackedImages } from "../../../lib/docker/images.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { engine } from "./docker.ts";

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

/** A registry that answers so. @returns its address, which an engine dials without TLS */
async function registry(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const type = "application/vnd.docker.distribution.manifest.list.v2+json";
const manifest = JSON.stringify({ schemaVersion: 2, mediaType: type, manifests: [] });
const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
const stocked = await registry(({ url = "" }, response) => {
  if (url === "/v2/") return void response.end("{}");
  if (!url.includes("/there/manifests/")) {
    response.writeHead(404, { "content-type": "application/json" });
    return void response.end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
  }
  const headers = {
    "content-type": type,
    "docker-content-digest": digest,
    "content-length": manifest.length,
  };
  response.writeHead(200, headers).end(manifest);
});
const mute = await registry(() => {});
const at = (reference: string, isYetToCome = false) => ({
  reference,
  where: `file of ${reference.split("/").at(-1)}`,
  isYetToCome,
});
const asked = (...pulled: ReturnType<typeof at>[]) => askedFor(["Local"], pulled);
async function askedFor(hosts: readonly string[], pulled: readonly ReturnType<typeof at>[]) {
  const references = [...pulled.map(({ reference }) => reference), "nginx:1.26", "lacked:1"];
  const lacked = await lackedImages(engine, references);
  const found = await absentImages(hosts.map((host) => ({ engine, host, pulled, lacked })));
  return { lacked, ...found };
}

test("a missing image is a problem, unless a pipeline may still push it or the engine has it", async () => {
  const images = ["there:1", "gone:1"].map((name) => at(`${stocked}/${name}`));
  const { problems, ...found } = await asked(...images, at(`${stocked}/later:1`, true), at("nginx:1.26"));
  expect({ problems: problems.map(problemLine), ...found }).toEqual({
    lacked: new Set([...["there", "gone", "later"].map((name) => `${stocked}/${name}:1`), "lacked:1"]),
    problems: [
      `file of gone:1: expected image ${stocked}/gone:1 in its registry, ` +
        "found no such image there; correct its name or tag, or push it first",
    ],
    warnings: [],
  });
});

test("a registry that does not answer causes one warning after five seconds, for any number of images", async () => {
  const begun = Date.now();
  const found = await asked(at(`${mute}/a:1`), at(`${mute}/b:1`));
  // Asked one after the other it would take ten.
  expect(Date.now() - begun).toBeLessThan(9_500);
  expect(found).toEqual({
    lacked: new Set([`${mute}/a:1`, `${mute}/b:1`, "lacked:1"]),
    problems: [],
    warnings: [
      `file of a:1: expected ${mute} to tell whether it has ${mute}/a:1, ${mute}/b:1, to be pulled onto Local, ` +
        'found "no answer within 5 s"; the run goes on, and fails if an image cannot be pulled',
    ],
  });
});

test("an image that several engines lack is reported once", async () => {
  const images = [at(`${stocked}/gone:1`), at(`${mute}/a:1`)];
  const { problems, warnings } = await askedFor(["Local", "far"], images);
  expect({ problems: problems.map(({ path }) => path), warnings }).toEqual({
    problems: ["file of gone:1"],
    warnings: [
      `file of a:1: expected ${mute} to tell whether it has ${mute}/a:1, to be pulled onto Local, far, ` +
        'found "no answer within 5 s"; the run goes on, and fails if an image cannot be pulled',
    ],
  });
});

test("an engine that does not answer counts as lacking nothing", async () => {
  const far = connect("unix:///nonexistent/docker.sock");
  expect(await lackedImages(far, ["nginx:9"])).toEqual(new Set());
});
