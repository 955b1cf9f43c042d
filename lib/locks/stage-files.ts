import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** The files of one stage in Pulumi's own file backend. */
export interface StageFiles {
  readonly state: string;
  /** Folder of Pulumi's locks. Pulumi treats every file in it as a lock. */
  readonly locks: string;
  /** Folder of our notes about runs that may hold a lock. */
  readonly runs: string;
  /** File of the times at which its places were healed. */
  readonly heals: string;
}

/**
 * The files of a stage. Undefined if the state is not kept in a folder (PULUMI_BACKEND_URL).
 * @param project default: the project of the working folder
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
    heals: join(root, "heals", name, `${stage}.json`),
  };
}

/** A lock of Pulumi, with what it tells about its holder. */
export interface RunLock {
  readonly file: string;
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  /** ISO 8601. */
  readonly timestamp: string;
}

/** Reads the locks. A damaged file counts as a lock of an unknown holder. */
export function readLocks({ locks }: Pick<StageFiles, "locks">): RunLock[] {
  return jsonFiles<RunLock>(locks).map(([file, lock]) => {
    const { pid = 0, username = "somebody", hostname = "an unknown machine", timestamp = "" } = lock;
    return { file, pid, username, hostname, timestamp };
  });
}

/** The JSON files of a folder. A file that disappears meanwhile is left out, and a damaged one counts as empty. */
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
