import { describe, expect, test } from "vitest";
import type { Outcome } from "../support/command.ts";
import { project, projects, runners } from "./stage.ts";
import { addStarter } from "./starter.ts";

const file = `Pulumi.${project.stage}.yaml`;

/** What a person reads of a failed run, by lines, without the beginnings that Pulumi gives them. */
function lines({ stdout, stderr }: Outcome): string[] {
  return `${stdout}${stderr}`.split("\n").map((line) => line.trim().replace(/^error: /, ""));
}

/** Runs that cannot end well, on a stage that is up. */
export function faultTests(): void {
  describe("a run", () => {
    test("is refused where no runner has a tag that jobs ask for", async () => {
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

    test("ends where a pipeline fails, with project, job and the end of its log", async () => {
      addStarter(project, "parting", "greeting", {
        "tests/test_sum.py": "def test_sum():\n    assert 1 + 1 == 3\n",
      });
      const parting = { kind: "python-module", starter: "parting" };
      project.configure({ projects: { ...projects, parting } });
      const outcome = await project.operation("up");
      const said = lines(outcome);
      expect(outcome.code).not.toBe(0);
      expect(said).toContainEqual(
        expect.stringMatching(
          /parting dev: expected pipeline \d+ to end well, found job "test" failed; see http:\S+, correct the project or retry the job there, then run again$/,
        ),
      );
      expect(said).toContainEqual(
        expect.stringContaining("parting test: FAILED tests/test_sum.py::test_sum"),
      );
      expect(said.filter((line) => /^at .*:\d+:\d+\)?$/.test(line))).toEqual([]);
    });
  });
}
