import { createHash, type Hash } from "node:crypto";
import { writeFile } from "node:fs/promises";

/** A file of the release site and its published list of checksums, as paths below the base. */
export interface Release {
  readonly path: string;
  readonly checksums: string;
  /** True if the list may be missing. Then only the transport protects the file. Default: false. */
  readonly mayLackChecksums?: boolean;
}

/** The site does not answer, or stops answering. Other files would fail in the same way. */
class Unreachable extends Error {}

/** The site answers, but has no such file. */
class Absent extends Error {}

interface Checksum {
  readonly algorithm: string;
  readonly digest: string;
}

const checksumLengths: Readonly<Record<number, string>> = { 40: "sha1", 64: "sha256" };

/**
 * The official release site of Pulumi, or a mirror with the same paths.
 * After it did not answer once, it is not asked again: one time-out in a run is enough.
 */
export class ReleaseSite {
  readonly base: string;
  readonly #patience: number;
  #unreachable: Error | undefined;

  /** @param patience seconds without an answer, or without further bytes, after which the site counts as unreachable */
  constructor(base: string, patience = 8) {
    this.base = base.replace(/\/+$/, "");
    this.#patience = patience;
  }

  /** True after the site did not answer. */
  get isUnreachable(): boolean {
    return this.#unreachable !== undefined;
  }

  /** Fetches a release into `file`, reports its progress, and checks it. Rejects with the reason. */
  async fetch(release: Release, file: string, say: (detail: string) => void): Promise<void> {
    if (this.#unreachable) throw this.#unreachable;
    try {
      const published = await this.#checksum(release);
      const actual = await this.#save(release.path, file, published?.algorithm ?? "sha256", say);
      if (published && actual !== published.digest) {
        throw new Error(`${this.base}/${release.path} is damaged: its checksum is not the published one`);
      }
    } catch (error) {
      if (error instanceof Unreachable) this.#unreachable = error;
      throw error;
    }
  }

  async #checksum({ path, checksums, mayLackChecksums }: Release): Promise<Checksum | undefined> {
    const name = path.slice(path.lastIndexOf("/") + 1);
    let list = "";
    try {
      for await (const { chunk } of this.#read(checksums)) list += Buffer.from(chunk).toString("latin1");
    } catch (error) {
      if (mayLackChecksums && error instanceof Absent) return undefined;
      throw error;
    }
    for (const line of list.split("\n")) {
      const [digest = "", listed = ""] = line.trim().split(/\s+\*?/);
      const algorithm = checksumLengths[digest.length];
      if (algorithm && listed.replace(/^\.\//, "") === name) return { algorithm, digest };
    }
    throw new Error(`${this.base}/${checksums} has no checksum of ${name}`);
  }

  async #save(path: string, file: string, algorithm: string, say: (detail: string) => void): Promise<string> {
    const hash = createHash(algorithm);
    await writeFile(file, this.#watch(path, hash, say));
    return hash.digest("hex");
  }

  async *#watch(path: string, hash: Hash, say: (detail: string) => void): AsyncGenerator<Uint8Array> {
    let received = 0;
    for await (const { chunk, total } of this.#read(path)) {
      hash.update(chunk);
      received += chunk.length;
      say(`downloading, ${megabytes(received)} of ${total ? megabytes(total) : "?"} MB`);
      yield chunk;
    }
  }

  async *#read(path: string): AsyncGenerator<{ chunk: Uint8Array; total: number }> {
    const url = `${this.base}/${path}`;
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), this.#patience * 1000);
    const giveUp = (otherwise: Error) => {
      if (!timeout.signal.aborted) return otherwise;
      return new Unreachable(`${this.base} does not answer within ${this.#patience} s`);
    };
    try {
      const answer = await fetch(url, { signal: timeout.signal }).catch(() => {
        throw giveUp(new Unreachable(`${this.base} cannot be reached`));
      });
      // The official site answers 403 for a missing file.
      if ([403, 404].includes(answer.status)) throw new Absent(`${url} is not there (${answer.status})`);
      if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
      const total = Number(answer.headers.get("content-length") ?? 0);
      for await (const chunk of answer.body ?? []) {
        timer.refresh();
        yield { chunk, total };
      }
    } catch (error) {
      throw error instanceof TypeError || timeout.signal.aborted
        ? giveUp(new Error(`${url} broke off`))
        : error;
    } finally {
      clearTimeout(timer);
    }
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
