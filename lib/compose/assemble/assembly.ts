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

/** Reads the files of one stack, and names them as problems shall name them. */
export class Assembly {
  readonly files: FileSystem;
  /** Variables without a value, by their line: a file may be read several times. */
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

  /** What is in an env file or the like. */
  text(path: string): string {
    const content = this.files.read(path);
    checkSize(content, this.sourceFile(path, this.source.dir, {}));
    if (isUtf8(content)) return new TextDecoder().decode(content);
    throw notUtf8(content, this.sourceFile(path, this.source.dir, {}));
  }

  /** @throws ProblemError for what is outside the repository: what is deployed depends on the repository alone */
  inside(path: string, at: SourcePosition): string {
    const { repository } = this.source;
    if (repository === undefined || !relative(repository, path).startsWith("..")) return path;
    const found = `"${relative(at.file.dir, path)}"`;
    throw fault(at, "a path inside the repository", found, "move it into the repository");
  }

  /** What is wrong with a tree as far as it has been merged. */
  problemsOf(tree: Node, values: Readonly<Record<string, string>>): readonly Problem[] {
    const reading = new Reading(values, this.source.repository);
    readProject(tree, reading);
    return reading.problems;
  }

  /** A line for each variable that is empty for want of a value, and each place of it. */
  unsetVariables(): readonly Problem[] {
    return [...this.unset.values()];
  }

  /** The documents of a file as written. */
  documents(path: string, file: SourceFile): Node[] {
    return parse(this.files.read(path), file);
  }

  /** The documents of a file, variables filled in. */
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
 * One tree of several files: each with its own extends and includes, every one over those before it. What is wrong
 * with a file is wrong, even where a later one mends it, as in compose.
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
