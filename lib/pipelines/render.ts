import { Document, isMap, isSeq, type Node, type Scalar, visit, type YAMLMap } from "yaml";
import type { Job, Pipeline, Rule } from "./pipeline.ts";

/** The order of keys, so that a pipeline always has the same text. */
const orders = {
  pipeline: ["workflow", "stages", "variables", "default"],
  rule: ["if", "changes", "when", "allow_failure", "variables"],
  job: [
    ...["stage", "image", "services", "tags", "rules", "needs", "environment", "resource_group"],
    ...["interruptible", "timeout", "allow_failure", "parallel", "variables", "cache"],
    ...["before_script", "script", "after_script", "coverage", "artifacts"],
  ],
} as const;

/** The text of `.gitlab-ci.yml`. */
export function renderPipeline(pipeline: Pipeline): string {
  const { comment, jobs, ...rest } = pipeline;
  const document = new Document(ordered(rest, orders.pipeline), { compat: "yaml-1.1" });
  document.commentBefore = commentText(comment);
  const root = document.contents as unknown as YAMLMap<Scalar<string>, Node>;
  commentRules(document.getIn(["workflow", "rules"]), pipeline.workflow.rules);
  for (const [name, job] of Object.entries(jobs)) root.add(document.createPair(name, jobNode(document, job)));
  for (const pair of root.items.slice(1)) {
    pair.key.spaceBefore = true;
    const text = jobs[pair.key.value]?.comment;
    if (text !== undefined) pair.key.commentBefore = commentText(text);
  }
  visit(document, { Scalar: (_, scalar) => writeBlock(scalar) });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function jobNode(document: Document, { comment: _, notes = {}, ...job }: Job): YAMLMap {
  const node = document.createNode(ordered(job, orders.job)) as YAMLMap<Scalar<string>, Node>;
  for (const { key } of node.items) {
    const note = notes[key.value];
    if (note !== undefined) key.commentBefore = commentText(note);
  }
  commentRules(node.get("rules"), job.rules);
  for (const key of ["tags", "needs"]) makeFlow(node.get(key));
  return node;
}

/** Moves the comments of rules above them. */
function commentRules(node: unknown, rules: readonly Rule[]): void {
  if (!isSeq(node)) return;
  for (const [index, item] of node.items.entries()) {
    if (!isMap(item)) continue;
    item.delete("comment");
    const text = rules[index]?.comment;
    if (text !== undefined) item.commentBefore = commentText(text);
    item.items.sort((a, b) => place(a.key) - place(b.key));
  }
}

function place(key: unknown): number {
  return (orders.rule as readonly string[]).indexOf(String(key));
}

/** Writes short lists on one line. */
function makeFlow(node: unknown): void {
  if (isSeq(node) && !node.items.some(isMap)) node.flow = true;
}

/** Writes a script of several lines as a literal block. */
function writeBlock(scalar: Scalar): void {
  if (typeof scalar.value === "string" && scalar.value.includes("\n")) scalar.type = "BLOCK_LITERAL";
}

function ordered(object: object, order: readonly string[]): Record<string, unknown> {
  const values = object as Record<string, unknown>;
  const unknown = Object.keys(values).find((key) => !order.includes(key));
  if (unknown !== undefined) throw new Error(`The key ${unknown} has no place in the order of keys`);
  return Object.fromEntries(
    order.filter((key) => values[key] !== undefined).map((key) => [key, values[key]]),
  );
}

function commentText(text: string): string {
  return text.replace(/^/gm, " ");
}
