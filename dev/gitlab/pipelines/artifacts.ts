import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, type ReadStream } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gunzipSync } from "node:zlib";
import type { Context } from "../context.ts";
import type { Artifact, Job } from "../store/pipelines.ts";
import { durationSeconds } from "./config/duration.ts";

/** Larger ones are refused, as GitLab refuses more than the project's limit. */
export const largest = Number(process.env.GITLAB_ARTIFACT_LIMIT ?? 1024 * 1024 * 1024);

export class TooLarge extends Error {}

export interface Upload {
  readonly fileType: string;
  readonly fileFormat: Artifact["file_format"];
  readonly filename: string;
  readonly expireIn: string | undefined;
}

export function artifactPath({ folder }: Pick<Context, "folder">, { job_id, sha256 }: Artifact): string {
  return join(folder, "artifacts", String(job_id), sha256);
}

/** Stores a runner's upload without holding it in memory. @throws TooLarge */
export async function keepArtifact(context: Context, job: Job, upload: Upload, content: Readable) {
  const folder = join(context.folder, "artifacts", String(job.id));
  const part = join(folder, `.${randomBytes(8).toString("hex")}.part`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      done(size > largest ? new TooLarge() : null, chunk);
    },
  });
  try {
    await pipeline(content, measure, createWriteStream(part, { mode: 0o600 }));
    const sha256 = hash.digest("hex");
    await rename(part, join(folder, sha256));
    return insert(context, job, upload, size, sha256);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

function insert(context: Context, job: Job, upload: Upload, size: number, sha256: string): Artifact {
  const { fileType, fileFormat, filename, expireIn } = upload;
  const seconds = expireIn === undefined ? 30 * 86_400 : lifetime(expireIn);
  return context.store.artifacts.insert({
    project_id: job.project_id,
    job_id: job.id,
    file_type: fileType,
    file_format: fileFormat,
    filename,
    size,
    sha256,
    expire_at: seconds === null ? null : new Date(context.now().getTime() + seconds * 1000).toISOString(),
  });
}

/** Null: for ever. */
function lifetime(text: string): number | null {
  if (/^(never|0)$/i.test(text.trim())) return null;
  return durationSeconds(text) ?? 30 * 86_400;
}

export function openArtifact(context: Context, artifact: Artifact): ReadStream {
  return createReadStream(artifactPath(context, artifact));
}

/** The content of a report, unpacked. */
export async function reportText(context: Context, artifact: Artifact): Promise<string> {
  const content = await readFile(artifactPath(context, artifact));
  const plain = artifact.file_format === "gzip" ? gunzipSync(content) : content;
  return plain.toString("utf8");
}

/** Names and values of a dotenv report. */
export function dotenvLines(text: string): Record<string, string> {
  const pairs = text
    .split(/\r?\n/)
    .map((line) => /^\s*([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line))
    .filter((found) => found !== null);
  return Object.fromEntries(
    pairs.map(([, key = "", value = ""]) => [key, value.replace(/^(["'])(.*)\1$/, "$2")]),
  );
}

export async function removeArtifacts(context: Context, artifacts: readonly Artifact[]): Promise<void> {
  for (const artifact of artifacts) {
    context.store.artifacts.remove(artifact.id);
    const path = artifactPath(context, artifact);
    const isShared = context.store.artifacts.count({ job_id: artifact.job_id, sha256: artifact.sha256 }) > 0;
    if (!isShared) await rm(path, { force: true });
  }
}
