import { expect, test } from "vitest";
import { loadStack, planStack } from "../../../lib/compose/index.ts";
import { DIR, LABEL, memoryFiles, problems } from "./support.ts";

const main = "services: {web: {image: 'a:1', environment: {A: main}}}";
const stack = (files: Record<string, string>, stage?: string) =>
  loadStack(
    { dir: DIR, label: LABEL, values: {}, repository: "/repo", ...(stage && { stage }) },
    memoryFiles(files),
  );

test("a stage's own file is merged over the common files, and another stage's file is ignored", () => {
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

test.each<[string, Record<string, string>, string]>([
  [
    "a file to extend",
    { "compose.yaml": "services: {web: {extends: {file: ../../../../x.yaml, service: a}}}" },
    '1:34: expected a path inside the repository, found "../../../../x.yaml"; move it into the repository',
  ],
  [
    "a file to include",
    { "compose.yaml": `include: [../../../../x.yaml]\n${main}` },
    '1:11: expected a path inside the repository, found "../../../../x.yaml"; move it into the repository',
  ],
  [
    "an env file of an include",
    {
      "compose.yaml": `include: [{path: a.yaml, env_file: ../../../../x.env}]\n${main}`,
      "a.yaml": "services: {}",
    },
    '1:11: expected a path inside the repository, found "../../../../x.env"; move it into the repository',
  ],
  [
    "a seccomp profile",
    { "compose.yaml": "services: {web: {image: a, security_opt: ['seccomp=../../../../x.json']}}" },
    "1:28: expected services.web.security_opt that the Docker provider can express, " +
      "found ../../../../x.json outside the repository; move it into the repository",
  ],
])("%s outside the repository is refused", (_, files, want) => {
  const run = () => planStack(stack(files), { stage: "dev", host: "Local" });
  expect(problems(run)).toEqual([`${LABEL}/compose.yaml:${want}`]);
});

test("a path out of the repository is refused at its position; absolute paths belong to the host", () => {
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
