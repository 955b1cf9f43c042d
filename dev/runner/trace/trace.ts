import { setTimeout as sleep } from "node:timers/promises";
import { crc32 } from "node:zlib";
import type { GitLab, JobState, Reply } from "../protocol/gitlab.ts";
import type { Job } from "../protocol/job.ts";
import { Mask } from "./mask.ts";

const firstInterval = 1;
const patienceSeconds = 300;

/** Sends a job's log to GitLab. Each answer tells whether the job must go on. */
export class Trace {
  readonly #gitlab: GitLab;
  readonly #job: Job;
  readonly #mask: Mask;
  readonly #limit: number;
  readonly #onStatus: (status: "canceling" | "gone") => void;
  readonly #pieces: Buffer[] = [];
  readonly #ended = new AbortController();
  #size = 0;
  #sent = 0;
  #interval = firstInterval;
  #isGone = false;
  #loop: Promise<void> | undefined;

  /**
   * @param limit bytes; the rest is left out
   * @param onStatus called if the job must be cancelled, or is no longer this runner's
   */
  constructor(
    gitlab: GitLab,
    job: Job,
    secrets: readonly string[],
    limit: number,
    onStatus: (status: "canceling" | "gone") => void,
  ) {
    this.#gitlab = gitlab;
    this.#job = job;
    this.#mask = new Mask(secrets);
    this.#limit = limit;
    this.#onStatus = onStatus;
  }

  start(): void {
    this.#loop = this.#sendUntilEnd();
  }

  write(piece: Buffer | string): void {
    this.#add(this.#mask.push(typeof piece === "string" ? Buffer.from(piece) : piece));
  }

  /** Sends the rest of the log, then the result of the job. */
  async finish(state: JobState): Promise<void> {
    this.#add(this.#mask.end());
    this.#ended.abort();
    await this.#loop;
    const until = Date.now() + patienceSeconds * 1000;
    await this.#patiently(until, async () => {
      while (this.#sent < this.#size && !this.#isGone) await this.#send();
      return true;
    });
    if (this.#isGone) return;
    const log = Buffer.concat(this.#pieces);
    const checksum = `crc32:${crc32(log).toString(16).padStart(8, "0")}`;
    await this.#patiently(until, async () => {
      const { status } = await this.#gitlab.update(this.#job, {
        ...state,
        output: { checksum, bytesize: log.length },
      });
      return status !== 202 && status !== 429 && status < 500;
    });
  }

  #add(piece: Buffer): void {
    if (piece.length === 0 || this.#size >= this.#limit) return;
    const isOver = this.#size + piece.length > this.#limit;
    const note = `\n\x1b[33;1mJob's log exceeded limit of ${this.#limit} bytes.\x1b[0;m\n`;
    const kept = isOver
      ? Buffer.concat([piece.subarray(0, this.#limit - this.#size), Buffer.from(note)])
      : piece;
    this.#pieces.push(kept);
    this.#size += kept.length;
  }

  async #sendUntilEnd(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      await sleep(this.#interval * 1000, undefined, { signal: this.#ended.signal }).catch(() => {});
      if (this.#ended.signal.aborted || this.#isGone) return;
      // A failed attempt is repeated after the next pause.
      await (this.#sent < this.#size ? this.#send() : this.#keepAlive()).catch(() => {});
    }
  }

  async #send(): Promise<void> {
    const start = this.#sent;
    const piece = Buffer.concat(this.#pieces).subarray(start, start + 1024 * 1024);
    const reply = await this.#gitlab.append(this.#job, start, piece);
    if (reply.status === 202) this.#sent = start + piece.length;
    // GitLab's answer says how much it has: perhaps more or less than expected.
    else if (reply.status === 416) this.#sent = Math.min(reply.received ?? 0, this.#size);
    else if (reply.status !== 403 && reply.status !== 404) throw new Error(`GitLab answered ${reply.status}`);
    this.#note(reply);
  }

  async #keepAlive(): Promise<void> {
    this.#note(await this.#gitlab.update(this.#job, { state: "running" }));
  }

  #note({ status, jobStatus, interval }: Reply): void {
    if (interval !== undefined && interval > 0) this.#interval = Math.min(interval, 60);
    if (status === 403 || status === 404 || jobStatus === "canceled" || jobStatus === "failed") {
      if (!this.#isGone) this.#onStatus("gone");
      this.#isGone = true;
    } else if (jobStatus === "canceling") this.#onStatus("canceling");
  }

  async #patiently(until: number, attempt: () => Promise<boolean>): Promise<void> {
    for (let pause = 1000; ; pause = Math.min(pause * 2, 30_000)) {
      const isDone = await attempt().catch(() => false);
      if (isDone || Date.now() > until) return;
      await sleep(pause);
    }
  }
}
