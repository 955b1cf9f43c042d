import { createHash } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { getCACertificates } from "node:tls";
import { reasonOf } from "../problems/reason-of.ts";
import { normalizedName } from "./names.ts";
import { filesOfPage, type PackageFile, packagesOfPage, pageTypes } from "./package-page.ts";

export interface PypiOptions {
  /** Where the packages are, such as `https://pypi.org/simple`. */
  readonly index: string;
  /** Default: none. It is sent to the index's own origin only. */
  readonly login?: { readonly user: string; readonly password: string } | undefined;
  /** PEM text of authorities to trust, in addition to Node's own. */
  readonly ca?: string | undefined;
  /** Milliseconds without a byte after which an index counts as unreachable. Default: 20 s. */
  readonly timeout?: number;
  /** Milliseconds for which a question is repeated that the index puts off. Default: 20 s. */
  readonly patience?: number;
}

/** An index that did not answer (no `status`) or refused (with the HTTP `status` of its answer). */
export class PypiError extends Error {
  override readonly name = "PypiError";
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** A client of one Python index, by the simple API. Creating it sends no request. */
export interface PypiClient {
  readonly index: string;
  /** The files of a package. Undefined if the index has no such package. @throws PypiError */
  files(name: string): Promise<PackageFile[] | undefined>;
  /** The names of all packages, as the index writes them. @throws PypiError */
  packages(): Promise<string[]>;
  /** The bytes of a file. @throws PypiError also if they do not have the hash that the index says */
  content(file: PackageFile): Promise<Buffer>;
}

/** The address of the simple API of a server that is named by its root, such as the stage's own. */
export function simpleIndex(server: string): string {
  return `${server.replace(/\/+$/, "")}/simple`;
}

const mostRedirects = 5;

export function connectPypi(options: PypiOptions): PypiClient {
  const { index, login, timeout = 20_000, patience = 20_000 } = options;
  const trust = options.ca ? { ca: [...getCACertificates("default"), options.ca] } : {};
  const root = index.replace(/\/+$/, "");
  const basic = login && `Basic ${Buffer.from(`${login.user}:${login.password}`).toString("base64")}`;

  async function ask(url: URL): Promise<IncomingMessage> {
    const start = url.protocol === "https:" ? httpsRequest : httpRequest;
    const isOwn = url.origin === new URL(root).origin;
    const headers = { accept: pageTypes, ...(basic && isOwn && { authorization: basic }) };
    const request = start(url, { headers, timeout, ...trust });
    request.on("timeout", () => request.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    request.end();
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return response;
  }

  /** The answer from where the index sends on to, with its address. */
  async function sentOn(url: URL, left = mostRedirects): Promise<{ url: URL; answer: IncomingMessage }> {
    const answer = await ask(url);
    const { statusCode = 0, headers } = answer;
    if (statusCode < 301 || statusCode > 308 || !headers.location) return { url, answer };
    answer.resume();
    if (left === 0) throw new Error(`more than ${mostRedirects} redirects`);
    return sentOn(new URL(headers.location, url), left - 1);
  }

  /** Repeats what the index puts off, as it says, or with longer and longer pauses. */
  async function repeated(url: URL) {
    const end = Date.now() + patience;
    for (let pause = 500; ; pause *= 2) {
      const found = await sentOn(url);
      const { statusCode, headers } = found.answer;
      const wait = Number(headers["retry-after"]) * 1000 || pause;
      if ((statusCode !== 429 && statusCode !== 503) || Date.now() + wait > end) return found;
      found.answer.resume();
      await sleep(wait);
    }
  }

  /** What `read` makes of an answer. Undefined for 404. */
  async function asked<Result>(
    address: string,
    read: (body: Buffer, type: string, url: string) => Result,
  ): Promise<Result | undefined> {
    try {
      const { url, answer } = await repeated(new URL(address));
      const { statusCode = 0, headers } = answer;
      const body = await buffer(answer);
      if (statusCode === 404) return undefined;
      if (statusCode !== 200) throw new PypiError(refusal(statusCode), statusCode);
      return read(body, headers["content-type"] ?? "", url.href);
    } catch (error) {
      if (error instanceof PypiError) throw error;
      throw new PypiError(reasonOf(error as Error));
    }
  }

  return {
    index: root,
    files: (name) =>
      asked(`${root}/${normalizedName(name)}/`, (body, type, url) =>
        filesOfPage(name, url, type, body.toString()),
      ),
    packages: async () =>
      (await asked(`${root}/`, (body, type) => packagesOfPage(type, body.toString()))) ?? [],
    async content({ name, url, sha256 }) {
      const found = await asked(url, (body) => body);
      if (!found) throw new PypiError(`no file ${name}`, 404);
      const hash = createHash("sha256").update(found).digest("hex");
      if (sha256 !== undefined && sha256 !== hash) throw new PypiError(`another content of ${name}`);
      return found;
    },
  };
}

function refusal(status: number): string {
  return status === 429 ? "too many requests" : `HTTP ${status}`;
}
