import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import {
  type RegistryAnswer,
  type RegistryCall,
  RegistryError,
  type RegistryOptions,
  registryTransport,
} from "./registry-transport.ts";

export { RegistryError, type RegistryOptions } from "./registry-transport.ts";

/** What a registry keeps for a digest or a tag: an image, or a list with one for each platform. */
export interface Manifest {
  readonly mediaType: string;
  /** `sha256:…` of its bytes. */
  readonly digest: string;
  readonly bytes: Buffer;
}

/**
 * A client of one registry, by the standard API (OCI Distribution). Creating it sends no request. Each method throws
 * RegistryError. Repositories are named like `docker-local/app`; a reference is a tag or a digest.
 */
export interface RegistryClient {
  /** `host[:port]`, as images name it. */
  readonly address: string;
  /** All repositories. */
  repositories(): Promise<string[]>;
  /** All tags of a repository. Undefined if the registry has no such repository. */
  tags(repository: string): Promise<string[] | undefined>;
  /** The digest of a tag. Undefined if the registry has no such image. */
  digest(repository: string, reference: string): Promise<string | undefined>;
  /** Undefined if the registry has none. */
  manifest(repository: string, reference: string): Promise<Manifest | undefined>;
  /** Writes a manifest under a tag or its digest. Registries refuse it while something that it names is missing. */
  putManifest(repository: string, reference: string, manifest: Manifest): Promise<void>;
  /** Removes a manifest with all its tags. What only it named goes when the registry collects its garbage. */
  removeManifest(repository: string, digest: string): Promise<void>;
  hasBlob(repository: string, digest: string): Promise<boolean>;
  /** The content of a layer or a configuration. */
  blob(repository: string, digest: string): Promise<Blob>;
  /** Takes a blob from another repository of the same registry. @returns false if the registry wants it sent instead */
  mountBlob(repository: string, digest: string, from: string): Promise<boolean>;
  /** False while the registry only lets people read. @param repository one that it has */
  takesPushes(repository: string): Promise<boolean>;
  /** Sends a blob. The registry compares what arrived with the digest. */
  putBlob(repository: string, digest: string, blob: Blob): Promise<void>;
}

export interface Blob {
  readonly content: Readable;
  /** Bytes. */
  readonly size: number;
}

/** Of an image, or of a list with one for each platform, in Docker's form or the standard's. */
const mediaTypes = ["oci.image.index.v1", "oci.image.manifest.v1"]
  .map((name) => `application/vnd.${name}+json`)
  .concat(
    ["manifest.list.v2", "manifest.v2"].map((name) => `application/vnd.docker.distribution.${name}+json`),
  );

export function connectRegistry(options: RegistryOptions): RegistryClient {
  const { address } = options;
  const transport = registryTransport(options);
  // Docker Hub's own images have no name before theirs.
  const pathOf = (repository: string) =>
    address === "docker.io" && !repository.includes("/") ? `library/${repository}` : repository;

  const at = (repository: string, rest: string) => `/v2/${pathOf(repository)}${rest}`;

  /** Undefined for what the registry does not have. */
  async function call(
    method: RegistryCall["method"],
    repository: string,
    path: string,
    more: Partial<RegistryCall> & { readonly actions?: string } = {},
  ): Promise<RegistryAnswer | undefined> {
    const { actions = "pull", ...others } = more;
    const scope = `repository:${pathOf(repository)}:${actions}`;
    return checked(await transport({ method, path, scope, ...others }));
  }

  async function list(first: string, scope: string, field: string): Promise<string[] | undefined> {
    const found: string[] = [];
    for (let path: string | undefined = first; path !== undefined; ) {
      const answer: RegistryAnswer | undefined = await checked(
        await transport({ method: "GET", path, scope }),
      );
      if (!answer) return undefined;
      found.push(...(((await json(answer))[field] as string[] | null) ?? []));
      path = nextPage(answer.headers.link);
    }
    return found;
  }

  const accept = { headers: { accept: mediaTypes.join(", ") } };
  const push = { actions: "pull,push" };

  /** Where an upload goes on. */
  async function upload(repository: string, query: string): Promise<RegistryAnswer> {
    const answer = await call("POST", repository, at(repository, `/blobs/uploads/${query}`), push);
    if (!answer) throw new RegistryError(`no repository ${repository}`, 404);
    answer.body.resume();
    return answer;
  }

  return {
    address,
    repositories: async () => (await list("/v2/_catalog?n=1000", "registry:catalog:*", "repositories")) ?? [],
    tags(repository) {
      const name = pathOf(repository);
      return list(at(repository, "/tags/list?n=1000"), `repository:${name}:pull`, "tags");
    },
    async digest(repository, reference) {
      const answer = await call("HEAD", repository, at(repository, `/manifests/${reference}`), accept);
      answer?.body.resume();
      const found = answer?.headers["docker-content-digest"];
      return typeof found === "string" ? found : undefined;
    },
    async manifest(repository, reference) {
      const answer = await call("GET", repository, at(repository, `/manifests/${reference}`), accept);
      if (!answer) return undefined;
      const bytes = await buffer(answer.body);
      const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
      return { bytes, digest, mediaType: answer.headers["content-type"] ?? "" };
    },
    async putManifest(repository, reference, { mediaType, bytes }) {
      const headers = { "content-type": mediaType };
      const answer = await call("PUT", repository, at(repository, `/manifests/${reference}`), {
        ...push,
        headers,
        body: bytes,
      });
      answer?.body.resume();
    },
    async removeManifest(repository, digest) {
      const answer = await call("DELETE", repository, at(repository, `/manifests/${digest}`), {
        actions: "delete",
      });
      answer?.body.resume();
    },
    async hasBlob(repository, digest) {
      const answer = await call("HEAD", repository, at(repository, `/blobs/${digest}`), push);
      answer?.body.resume();
      return answer !== undefined;
    },
    async blob(repository, digest) {
      const answer = await call("GET", repository, at(repository, `/blobs/${digest}`));
      if (!answer) throw new RegistryError(`no blob ${digest}`, 404);
      return { content: answer.body, size: Number(answer.headers["content-length"]) };
    },
    async mountBlob(repository, digest, from) {
      const { status, headers } = await upload(repository, `?mount=${digest}&from=${pathOf(from)}`);
      // 202 begins an upload. Nobody goes on with it, so the registry removes it.
      if (status === 202 && headers.location) await call("DELETE", repository, headers.location, push);
      return status === 201;
    },
    async takesPushes(repository) {
      try {
        const { location } = (await upload(repository, "")).headers;
        if (location) (await call("DELETE", repository, location, push))?.body.resume();
        return true;
      } catch (error) {
        if (error instanceof RegistryError && error.status === 405) return false;
        throw error;
      }
    },
    async putBlob(repository, digest, { content, size }) {
      const { location } = (await upload(repository, "")).headers;
      if (!location) throw new RegistryError("an upload without a place");
      const path = `${location}${location.includes("?") ? "&" : "?"}digest=${digest}`;
      const headers = { "content-type": "application/octet-stream", "content-length": `${size}` };
      const answer = await call("PUT", repository, path, { ...push, headers, body: content });
      answer?.body.resume();
    },
  };
}

/** Undefined for 404. @throws RegistryError for every other no */
async function checked(answer: RegistryAnswer): Promise<RegistryAnswer | undefined> {
  const { status, body } = answer;
  if (status < 300) return answer;
  const text = (await buffer(body)).toString();
  if (status === 404) return undefined;
  throw new RegistryError(messageOf(status, text), status);
}

/** The path of the next page, from `</v2/…>; rel="next"`. */
function nextPage(link: string | string[] | undefined): string | undefined {
  const [, target] = /^<([^>]+)>;\s*rel="?next"?/.exec(String(link ?? "")) ?? [];
  if (target === undefined) return undefined;
  const { pathname, search } = new URL(target, "http://registry");
  return pathname + search;
}

async function json({ body }: RegistryAnswer): Promise<Record<string, unknown>> {
  const bytes = await buffer(body);
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new RegistryError("an answer that is no JSON");
  }
}

/** The registry's own message: `errors` of the standard, else the status. */
function messageOf(status: number, text: string): string {
  if (status === 429) return "too many requests";
  try {
    const [first] = JSON.parse(text).errors;
    return String(first.message ?? first.code);
  } catch {
    return `HTTP ${status}`;
  }
}
