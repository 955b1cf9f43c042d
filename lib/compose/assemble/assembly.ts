import { isUtf8 } from "node:buffer";
import { posix, relative } from "node:path";
import { type Problem, problemLine, refuse } from "../../problems/index.ts";
import { readProject } from "../canonical/project.ts";
import { Reading } from "../canonical/reader.ts";
import type { FileSystem } from "../file-system.ts";
import { interpolate } from "../interpolate/interpolate.ts";
import { checkSize, notUtf8, parse } from "../parse/parse.ts";
import type { StackSource } from "../stack-source.ts";
import { fault } from "../tree/fault.ts";
import { mapNode, type Node, type SourceFile, type SourcePosition } from "../tree/node.ts";
import { applyExtends } from "./extends.ts";
import { type Assemble, applyInclude } from "./include.ts";
import { longForms } from "./long-forms.ts";
import { applyEdits, merge } from "./merge.ts";

/** Reads the files of one stack, and knows their names in problems. */
export class Assembly {
  readonly files: FileSystem;
  /** Warnings about variables without a value, each once, though a file may be read several times. */
  private readonly unset = new Map<string, Problem>();
  private readonly source: StackSource;

  constructor(source: StackSource, files: FileSystem) {
    this.source = source;
    this.files = files;
  }

  labelOf(path: string): string {
    return posix.join(this.source.label, relative(this.source.dir, path));
  }

  sourceFile(path: string, dir: string, values: Readonly<Record<string, string>>): SourceFile {
    return { label: this.labelOf(path), dir, values };
  }

  /** The text of an env file or another text file. */
  text(path: string): string {
    const content = this.files.read(path);
    checkSize(content, this.sourceFile(path, this.source.dir, {}));
    if (isUtf8(content)) return new TextDecoder().decode(content);
    throw notUtf8(content, this.sourceFile(path, this.source.dir, {}));
  }

  /** @throws ProblemError for a path outside the repository: a deployment depends on the repository only */
  inside(path: string, at: SourcePosition): string {
    const { repository } = this.source;
    if (repository === undefined || !relative(repository, path).startsWith("..")) return path;
    const found = `"${relative(at.file.dir, path)}"`;
    throw fault(at, "a path inside the repository", found, "move it into the repository");
  }

  /** The problems of a tree that is merged so far. */
  problemsOf(tree: Node, values: Readonly<Record<string, string>>): readonly Problem[] {
    const reading = new Reading(values, this.source.repository);
    readProject(tree, reading);
    return reading.problems;
  }

  /** A warning for each place of a variable without a value. */
  unsetVariables(): readonly Problem[] {
    return [...this.unset.values()];
  }

  /** The documents of a file, without interpolation. */
  documents(path: string, file: SourceFile): Node[] {
    return parse(this.files.read(path), file);
  }

  /** The documents of a file, with interpolation. */
  read(path: string, file: SourceFile): Node[] {
    const problems: Problem[] = [];
    const unset: Problem[] = [];
    const documents = this.documents(path, file).map((document) => interpolate(document, problems, unset));
    refuse(problems);
    for (const each of unset) this.unset.set(problemLine(each), each);
    return documents;
  }
}

/**
 * Merges several files into one tree, each after its own extends and includes. As in compose, a fault of one file counts
 * even if a later file would mend it.
 */
export function assembleFiles(
  paths: readonly string[],
  dir: string,
  values: Readonly<Record<string, string>>,
  assembly: Assembly,
  chain: readonly string[] = paths.slice(0, 1),
): Node {
  const assemble: Assemble = (paths, dir, values, chain) =>
    assembleFiles(paths, dir, values, assembly, chain);
  const layers = paths.flatMap((path) =>
    assembly
      .read(path, assembly.sourceFile(path, dir, values))
      .map((document) => applyInclude(applyExtends(document, assembly), assembly, chain, assemble)),
  );
  const start = { file: assembly.sourceFile(paths[0] ?? dir, dir, values), line: 1, column: 1 };
  const [first = mapNode(start, []), ...later] = layers;
  return later.reduce((base, layer) => {
    refuse(assembly.problemsOf(base, values));
    return applyEdits(merge(longForms(base), layer));
  }, applyEdits(first));
}
