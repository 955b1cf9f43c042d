import { ownEntry } from "../../problems/own-entry.ts";
import type { Assembly } from "../assemble/assembly.ts";
import type { Reading } from "../canonical/reader.ts";
import type { DraftService, EnvFile } from "../canonical/service.ts";
import { parseEnvFile, parseRawEnvFile } from "../interpolate/dotenv.ts";
import { position, type SourcePosition } from "../tree/node.ts";

/**
 * Reads env files in order. `environment` wins over them. A variable inside an env file has the project's value, or else
 * the service's. Label files are read in the same way.
 */
export function resolveEnvironment(
  service: DraftService,
  at: SourcePosition,
  assembly: Assembly,
  reading: Reading,
): void {
  const own = service.environment ?? {};
  const lookup = (name: string) => ownEntry(reading.values, name) ?? ownEntry(own, name) ?? undefined;
  let inFiles: Record<string, string> = {};
  for (const file of service.env_file ?? []) {
    const where = reading.places.get(file) ?? at;
    if (exists(file, where, assembly, reading)) {
      const seen = (name: string) => lookup(name) ?? ownEntry(inFiles, name);
      const parse = file.format === "raw" ? parseRawEnvFile : parseEnvFile;
      inFiles = { ...inFiles, ...parse(assembly.text(file.path), assembly.labelOf(file.path), seen) };
    }
  }
  const all = { ...inFiles, ...own };
  if (Object.keys(all).length > 0) service.environment = all;
  else delete service.environment;

  let labels: Record<string, string> = {};
  for (const path of service.label_file ?? []) {
    if (exists({ path }, at, assembly, reading)) {
      const seen = (name: string) => ownEntry(labels, name);
      labels = { ...labels, ...parseEnvFile(assembly.text(path), assembly.labelOf(path), seen) };
    }
  }
  if (service.label_file) service.labels = { ...labels, ...service.labels };
  delete service.env_file;
  delete service.label_file;
}

function exists(file: EnvFile, at: SourcePosition, assembly: Assembly, reading: Reading): boolean {
  if (assembly.files.kind(file.path) === "file") return true;
  if (file.required === false) return false;
  reading.problems.push({
    path: position(at),
    expected: "a file that exists",
    found: `no ${assembly.labelOf(file.path)}`,
    remedy: "create it, correct the path, or write required: false",
  });
  return false;
}
