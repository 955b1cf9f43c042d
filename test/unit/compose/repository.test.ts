import { expect, test } from "vitest";
import { loadStack } from "../../../compose/index.ts";
import { DIR, LABEL, memoryFiles, problems } from "./support.ts";

const main = "services: {web: {image: 'a:1', environment: {A: main}}}";
const stack = (files: Record<string, string>, stage?: string) =>
  loadStack(
    { dir: DIR, label: LABEL, values: {}, repository: "/repo", ...(stage && { stage }) },
    memoryFiles(files),
  );

test("a stage's own file is merged over the others, and another stage's is not looked at", () => {
  const files = {
    "compose.yaml": main,
    "compose.override.yaml": "services: {web: {image: 'b:2'}}",
    "compose.prod.yaml": "services: {web: {environment: {B: prod}}}",
  };
  const web = (stage?: string) => {
    const { image, environment } = stack(files, stage).model.services.web ?? {};
    return { image, environment };
  };
  expect([web("prod"), web("dev"), web()]).toEqual([
    { image: "b:2", environment: { A: "main", B: "prod" } },
    { image: "b:2", environment: { A: "main" } },
    { image: "b:2", environment: { A: "main" } },
  ]);
});

test("what climbs out of the repository is refused where it is written; absolute paths are the host's", () => {
  const text = `
services:
  web:
    build: ../../../../elsewhere
    env_file: ../../../../secret.env
    volumes:
      - ../../../../data:/data
      - type: bind
        source: ../../../shared
        target: /shared
      - /etc/localtime:/etc/localtime:ro
secrets:
  key:
    file: ../../../../key
`;
  const where = (line: number, column: number, path: string) =>
    `stacks/Local/web/compose.yaml:${line}:${column}: expected a path inside the repository, found "${path}"; ` +
    "move it into the repository, or write an absolute path of the host";
  expect(problems(() => stack({ "compose.yaml": text }))).toEqual([
    where(4, 12, "../../../../elsewhere"),
    where(5, 15, "../../../../secret.env"),
    where(7, 9, "../../../../data"),
    where(14, 11, "../../../../key"),
  ]);
});
