import { expect, test } from "vitest";
import { changed, outcome, paths, sound } from "./sound.ts";

/** Names that every object of JavaScript knows, and names of the same form that none knows. */
const names = [
  ["__proto__", "__protz__"],
  ["constructor", "constructoz"],
  ["toString", "toStrinz"],
  ["hasOwnProperty", "hasOwnPropertz"],
] as const;

/** `__proto__` is set unlike any other key; of the others one at each place is enough. */
function namesAt(place: number) {
  return [names[0], names[1 + (place % 3)] as (typeof names)[number]];
}

/** Ways to put a name into a file. */
const ways: Readonly<Record<string, (parent: Record<string, unknown>, key: string, name: string) => void>> = {
  "as a key more": (parent, key, name) => {
    const hash = parent[key];
    if (typeof hash === "object" && !Array.isArray(hash)) parent[key] = { ...hash, [name]: "x" };
  },
  "as another job": (parent, key, name) => {
    const hash = parent[key];
    if (typeof hash === "object" && !Array.isArray(hash))
      parent[key] = { ...hash, [name]: { script: ["x"] } };
  },
  "as a value": (parent, key, name) => {
    parent[key] = name;
  },
  "as the unit of a duration": (parent, key, name) => {
    parent[key] = `1 ${name}`;
  },
  "as a list's value": (parent, key, name) => {
    parent[key] = [name];
  },
  "as the key of a value": (parent, key, name) => {
    parent[key] = { [name]: 1 };
  },
  "as the key of a list's value": (parent, key, name) => {
    parent[key] = [{ [name]: 1 }];
  },
};

/** What comes of a file's text, as text. */
async function told(text: string): Promise<string> {
  try {
    return JSON.stringify(await outcome(text));
  } catch (error) {
    return String((error as Error).stack);
  }
}

test.each(Object.keys(ways))(
  "a name that JavaScript objects have is a name like any other: %s",
  async (way) => {
    for (const [place, path] of [[], ...paths(sound)].entries()) {
      for (const [name, plain] of namesAt(place)) {
        const file =
          path.length > 0
            ? changed(path, (parent, key) => ways[way]?.(parent, key, plain))
            : { ...sound, [plain]: { script: ["x"], needs: ["a: [a]"] } };
        const text = JSON.stringify(file);
        const found = await told(text.replaceAll(plain, name));
        expect([path.join("."), found.replaceAll(name, plain)]).toEqual([path.join("."), await told(text)]);
      }
    }
  },
);
