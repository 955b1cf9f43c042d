import { describe, expect, test } from "vitest";
import type { Outcome } from "../support/command.ts";
import {
  chatProject,
  devTag,
  greetingProject,
  project,
  projects,
  repository,
  runChat,
  runners,
} from "./stage.ts";
import { addStarter } from "./starter.ts";
import { Repository } from "./team.ts";

const file = `Pulumi.${project.stage}.yaml`;

/** What a person reads of a failed run, by lines, without the beginnings that Pulumi gives them. */
function lines({ stdout, stderr }: Outcome): string[] {
  return `${stdout}${stderr}`.split("\n").map((line) => line.trim().replace(/^error: /, ""));
}

/** Runs that cannot end well, on a stage that is up. */
export function faultTests(): void {
  describe("a run", () => {
    test("is refused if no runner has a tag that jobs need", async () => {
      project.configure({ runners: { ...runners, containers: { ...runners.containers, tags: ["big"] } } });
      const outcome = await project.operation("preview");
      project.configure({ runners });
      expect(outcome.code).not.toBe(0);
      expect(lines(outcome)).toContainEqual(
        expect.stringContaining(
          `${file} smallboat:projects.flask-chat-app.kind: expected a runner with the tag containers, for which jobs of a ` +
            "container-app ask, found runners with the tags big, shared; add containers to the tags of one of smallboat:runners",
        ),
      );
    });

    test("ends at a failed pipeline and at an image that none pushes, with what to do; the next run continues", async () => {
      // Its package is called greeting, too, so it has a version of its own.
      addStarter(project, "parting", "greeting", {
        VERSION: "8.0.0\n",
        "tests/test_sum.py": "def test_sum():\n    assert 1 + 1 == 3\n",
      });
      const parting = { kind: "python-module", starter: "parting" };
      const never = "dev.9.9.9";
      runChat(never);
      const impatient = { ...chatProject, pipelineTimeout: "45s" };
      project.configure({ projects: { "flask-chat-app": impatient, greeting: greetingProject, parting } });
      const outcome = await project.operation("up");
      const said = lines(outcome);
      expect(outcome.code).not.toBe(0);
      expect(said).toContainEqual(
        expect.stringMatching(
          /parting dev: expected pipeline \d+ to succeed, found job "test" failed; see http:\S+, correct the project or retry the job there, then run again$/,
        ),
      );
      expect(said).toContainEqual(
        expect.stringContaining("parting test: FAILED tests/test_sum.py::test_sum"),
      );
      expect(said).toContainEqual(
        expect.stringContaining(
          `waiting for ${repository}:${never}: pipelines of flask-chat-app push it, at most 45 s`,
        ),
      );
      expect(said).toContainEqual(
        expect.stringContaining(
          `${repository}:${never}: expected the pipelines of project flask-chat-app to have pushed it, found no such image ` +
            "in the registry; make the file VERSION of flask-chat-app and the tag in the compose file equal, then run again",
        ),
      );
      expect(said.filter((line) => /^at .*:\d+:\d+\)?$/.test(line))).toEqual([]);

      const made = await Repository.of(project, "parting");
      await made.push("dev", { "tests/test_sum.py": null });
      runChat(devTag);
      project.configure({ projects: { ...projects, parting } });
      expect((await project.operation("up")).code).toBe(0);
      expect((await project.up()).changes).toEqual([]);
    });

    test("is refused if it would delete a project, until its name allows that", async () => {
      project.configure({ projects });
      const refused = await project.operation("up");
      expect([refused.code, refused.stderr]).toEqual([
        1,
        expect.stringContaining(
          `${file} smallboat:projects.parting: expected every deletion of data to be allowed by name, found the ` +
            "repository of GitLab project parting about to be deleted; undo the change, or lose it with " +
            '"make up ALLOW_DELETE=project/parting" [policy deletions: deny]\n',
        ),
      ]);
      expect((await project.operation("up", { ALLOW_DELETE: "project/parting" })).code).toBe(0);
    });
  });
}
