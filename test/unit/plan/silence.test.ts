import { expect, test } from "vitest";
import { type RecordedResource, recordedHost } from "../../../plan/recorded.ts";
import { leftUndone, type SilentHosts, silenceWarnings } from "../../../plan/silence.ts";

const stack = "urn:pulumi:dev::smallboat";
const resource = (type: string, name: string, parent?: RecordedResource): RecordedResource => ({
  urn: `${stack}::${type}::${name}`,
  type,
  custom: !type.startsWith("smallboat:"),
  ...(parent && { parent: parent.urn }),
});

const environment = resource("smallboat:index:Environment", "dev");
const far = resource("smallboat:index:Host", "far", environment);
const near = resource("smallboat:index:Host", "near", environment);
const provider = resource("pulumi:providers:docker", "far", far);
const web = resource("smallboat:index:HostStack", "far/web", far);
const container = resource("docker:index/container:Container", "far/web/app", web);
const going = { ...resource("docker:index/container:Container", "far/web/old", web), delete: true };
const other = resource("smallboat:index:HostStack", "near/web", near);

test("what is recorded below a host, without its provider and what is being deleted", () => {
  const resources = [environment, far, near, provider, web, other, container, going];
  expect(recordedHost(resources, "far")).toEqual({ host: far, below: [web, container] });
  expect(recordedHost(resources, "new")).toEqual({ host: undefined, below: [] });
});

const problem = { path: "hosts.far.engine", expected: "an engine", found: "nothing", remedy: "start it" };
const silent = (...stacks: string[]): SilentHosts =>
  new Map([["far", { problem, stacks, recorded: { host: far, below: [web] } }]]);

test("a line for the host and one for each of its stacks", () => {
  expect(silenceWarnings(silent("far/web", "far/app"))).toEqual([
    "hosts.far.engine: expected an engine, found nothing; start it",
    "stacks/far/web: unknown, for far does not answer; it is left as it is",
    "stacks/far/app: unknown, for far does not answer; it is left as it is",
  ]);
  expect(silenceWarnings(new Map())).toEqual([]);
});

test("what a run ends with names what is left", () => {
  expect(leftUndone(silent("far/web", "far/app"))).toBe(
    "all hosts but far are up to date; left undone: stacks/far/web, stacks/far/app; run this again when far answers",
  );
  expect(leftUndone(silent())).toBe(
    "all hosts but far are up to date; what it carries is left as it is; run this again when far answers",
  );
});
