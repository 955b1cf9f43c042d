/** Where stacks come up: on an engine of this machine, or on that of another one, reached over ssh. */
export type PlaceName = "here" | "ssh";

/** Part of the names of columns and ratios, as in `up100ssh`. */
export type ScenarioName = "20" | "100" | "400" | "100ssh";

/** How many stacks come up where. */
export interface Scenario {
  readonly name: ScenarioName;
  readonly stacks: number;
  readonly place: PlaceName;
}

export const small: Scenario = { name: "20", stacks: 20, place: "here" };
export const large: Scenario = { name: "100", stacks: 100, place: "here" };
export const huge: Scenario = { name: "400", stacks: 400, place: "here" };
export const remote: Scenario = { name: "100ssh", stacks: 100, place: "ssh" };

/** In the order of their turns and columns. */
export const scenarios: readonly Scenario[] = [small, large, huge, remote];

export interface Round {
  readonly round: number;
  readonly scenario: Scenario;
}

/** In each round all scenarios follow each other, so that they too can be compared within it. */
export function schedule(times: Readonly<Record<ScenarioName, number>>): Round[] {
  const rounds = Array.from({ length: Math.max(...Object.values(times)) }, (_, index) => index + 1);
  return rounds.flatMap((round) =>
    scenarios.filter(({ name }) => round <= times[name]).map((scenario) => ({ round, scenario })),
  );
}
