import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** The files of one stage in Pulumi's own file backend. */
export interface StageFiles {
  readonly state: string;
  /** Pulumi's locks. Pulumi takes every file in this folder for a lock. */
  readonly locks: string;
  /** Our notes on the runs that may hold a lock. */
  readonly runs: string;
}

/**
 * Undefined where the state is kept elsewhere than in a folder (PULUMI_BACKEND_URL).
 * @param project default: the one of the working folder
 */
export function stageFiles(stage: string, project?: string): StageFiles | undefined {
  const url = process.env.PULUMI_BACKEND_URL;
  if (!url?.startsWith("file:///")) return undefined;
  const name = project ?? (parse(readFileSync("Pulumi.yaml", "utf8")) as { name: string }).name;
  const root = fileURLToPath(url);
  return {
    state: join(root, ".pulumi/stacks", name, `${stage}.json`),
    locks: join(root, ".pulumi/locks/organization", name, stage),
    runs: join(root, "runs", name, stage),
  };
}

/** A lock as Pulumi writes it: the process that holds it, as far as Pulumi tells. */
export interface Lock {
  readonly file: string;
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  /** ISO 8601. */
  readonly timestamp: string;
}

/** A torn file counts as a lock of nobody who is known. */
export function readLocks({ locks }: Pick<StageFiles, "locks">): Lock[] {
  return jsonFiles<Lock>(locks).map(([file, lock]) => {
    const { pid = 0, username = "somebody", hostname = "an unknown machine", timestamp = "" } = lock;
    return { file, pid, username, hostname, timestamp };
  });
}

/** The JSON files of a folder and what they say. A file that goes meanwhile is left out, a torn one says nothing. */
export function jsonFiles<Content>(folder: string): [file: string, content: Partial<Content>][] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.flatMap((name): [string, Partial<Content>][] => {
    const file = join(folder, name);
    const content = contentOf<Content>(file);
    return content === undefined ? [] : [[file, content]];
  });
}

function contentOf<Content>(file: string): Partial<Content> | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : {};
  }
}
