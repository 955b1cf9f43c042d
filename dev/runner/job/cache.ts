import { cp, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Cache, Job } from "../protocol/job.ts";
import { note } from "../trace/lines.ts";
import { cachePaths } from "./pipeline.ts";
import type { Variables } from "./variables.ts";

/** A cache that the job leaves. gitlab-ci-local copies it out under `name`. */
export interface LeftCache {
  readonly key: string;
  readonly name: string;
  readonly paths: readonly string[];
  readonly when: "on_success" | "on_failure" | "always";
}

/** The caches of a job. Each project has a folder, with a folder for each key. */
export class Caches {
  readonly #caches: readonly Cache[];
  readonly #variables: Variables;
  readonly #projectDir: string;
  readonly #store: string;

  /** @param store the folder of all caches; undefined: no cache is kept */
  constructor(job: Job, variables: Variables, projectDir: string, store: string | undefined) {
    this.#caches = store === undefined ? [] : (job.cache ?? []);
    this.#variables = variables;
    this.#projectDir = projectDir;
    this.#store = join(store ?? "", String(job.job_info.project_id));
  }

  /** Copies the cache of the key into the sources, or else the first existing fallback. */
  async restore(sources: string, say: (text: string) => void): Promise<void> {
    for (const cache of this.#policy("pull")) {
      const keys = [cache.key, ...(cache.fallback_keys ?? [])].map((key) => this.#variables.expand(key));
      const found = await this.#first(keys);
      if (found === undefined) {
        say(`No cache found for ${keys.join(", ")}\n`);
        continue;
      }
      await cp(this.#folder(found), sources, { recursive: true, verbatimSymlinks: true, force: true });
      say(note(`Successfully extracted cache ${found}`));
    }
  }

  leaves(): LeftCache[] {
    return this.#policy("push").map((cache, index) => ({
      key: this.#variables.expand(cache.key),
      name: `left-${index}`,
      paths: cachePaths(cache, this.#variables, this.#projectDir),
      when: cache.when ?? "on_success",
    }));
  }

  /** Replaces the kept cache by the job's, which is in `folder`. */
  async keep(folder: string, say: (text: string) => void): Promise<void> {
    for (const { key, name } of this.leaves()) {
      const left = join(folder, name);
      if ((await readdir(left).catch(() => [])).length === 0) continue;
      await mkdir(this.#store, { recursive: true });
      const aside = await mkdtemp(join(this.#store, ".new-"));
      await cp(left, join(aside, "new"), { recursive: true, verbatimSymlinks: true });
      // Another job may be storing the same key. One of the two caches is kept, as a whole.
      await rename(this.#folder(key), join(aside, "old")).catch(() => {});
      await rename(join(aside, "new"), this.#folder(key)).catch(() => {});
      await rm(aside, { recursive: true, force: true });
      say(note(`Created cache ${key}`));
    }
  }

  #policy(wanted: "pull" | "push"): Cache[] {
    const policy = (cache: Cache) => this.#variables.expand(cache.policy ?? "pull-push");
    return this.#caches.filter(
      (cache) => (cache.paths ?? []).length > 0 && policy(cache).split("-").includes(wanted),
    );
  }

  async #first(keys: readonly string[]): Promise<string | undefined> {
    for (const key of keys) if ((await readdir(this.#folder(key)).catch(() => [])).length > 0) return key;
    return undefined;
  }

  #folder(key: string): string {
    return join(this.#store, encodeURIComponent(key).replaceAll(".", "%2E"));
  }
}
