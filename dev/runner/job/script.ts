import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { killScript } from "../engine/engine.ts";
import type { Event } from "../engine/events.ts";
import { type LocalRun, runLocally } from "../engine/gitlab-ci-local.ts";
import { note, warning } from "../trace/lines.ts";
import type { Log } from "../trace/log.ts";
import type { Cause, Ending } from "./ending.ts";

/** The result of a job's script, and its time limit. */
export interface ScriptParts {
  readonly local: Omit<LocalRun, "onEvent" | "signal">;
  readonly log: Log;
  readonly systemId: string;
  readonly jobId: number;
  /** Seconds that the script may take; undefined: all of the job's time. */
  readonly scriptSeconds: number | undefined;
  readonly afterScriptSeconds: number;
}

/** Runs script and after_script of one job, and ends them early on request. */
export class Script {
  readonly #parts: ScriptParts;
  #phase: "preparing" | "script" | "between" | "after" | "over" = "preparing";
  #exitCode: number | undefined;
  #ending: Ending | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ScriptParts) {
    this.#parts = parts;
  }

  /** @returns the script's exit code @throws if it could not be run */
  async run(ending: Ending): Promise<number> {
    const { local } = this.#parts;
    this.#ending = ending;
    const words = await runLocally({ ...local, signal: ending.now, onEvent: (event) => this.#see(event) });
    clearTimeout(this.#timer);
    this.#phase = "over";
    if (this.#exitCode !== undefined) return this.#exitCode;
    throw new Error(words || "the job's container ended without a message");
  }

  /** Ends the running script. If no script runs yet, the whole phase ends. */
  async end(cause: Cause): Promise<void> {
    if (cause === "canceled") writeFileSync(join(this.#parts.local.planFolder, "status"), "canceled");
    if (this.#phase === "preparing") this.#ending?.atOnce();
    await this.#kill("script");
  }

  /**
   * Ends the container of a phase. The container may be about to start, so this repeats until it is killed or
   * the phase is over.
   */
  async #kill(phase: "script" | "after"): Promise<void> {
    const { systemId, jobId } = this.#parts;
    while (this.#phase === phase && !(await killScript(systemId, jobId))) await sleep(200);
  }

  #see(event: Event): void {
    const { log } = this.#parts;
    switch (event.type) {
      case "output":
        log.write(Buffer.from(event.base64, "base64"));
        break;
      case "pull":
        log.write(note(`Using image ${event.image}: ${event.how}`));
        break;
      case "pull-failed":
        log.write(warning(`Failed to pull image ${event.image}: ${event.reason}`));
        break;
      case "begin":
        if (this.#phase === "preparing") this.#begin();
        else this.#beginAfter();
        break;
      case "end":
        clearTimeout(this.#timer);
        if (this.#phase === "script") this.#exitCode = event.exitCode;
        this.#phase = this.#phase === "script" ? "between" : "over";
        log.endSection();
    }
  }

  #begin(): void {
    const { log, scriptSeconds } = this.#parts;
    this.#phase = "script";
    log.section("step_script", 'Executing "step_script" stage of the job script');
    if (scriptSeconds !== undefined) {
      this.#timer = setTimeout(() => this.#ending?.because("timeout"), scriptSeconds * 1000);
    }
  }

  #beginAfter(): void {
    const { log, afterScriptSeconds } = this.#parts;
    this.#phase = "after";
    log.section("after_script", "Running after_script");
    this.#timer = setTimeout(() => {
      log.write(warning(`after_script took longer than ${afterScriptSeconds} s`));
      void this.#kill("after");
    }, afterScriptSeconds * 1000);
  }
}
