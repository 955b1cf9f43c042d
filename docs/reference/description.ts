import { z } from "zod";

/** A part of the settings as its schema describes it. */
export interface Description {
  readonly description?: string;
  /** What an error says was expected. */
  readonly expected?: string;
  /** What holds if the key is absent and has no default. */
  readonly absent?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Description>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Description | boolean;
  readonly items?: Description;
  readonly anyOf?: readonly Description[];
}

/** Reads a schema: zod's JSON schema, with the words that errors use. */
export function describe(schema: z.ZodType): Description {
  return z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const { error } = zodSchema._zod.def as { error?: z.core.$ZodErrorMap };
      const words = error?.({ code: "invalid_type", input: undefined } as z.core.$ZodRawIssue);
      if (typeof words === "string") jsonSchema.expected = words;
    },
  }) as Description;
}

/** A key of the settings, in words. */
export interface Row {
  readonly key: string;
  readonly value: string;
  readonly default: string;
  readonly meaning: string;
}

/** The keys of an object and of the objects in it, each below the one that holds it. */
export function rows({ properties = {}, required = [] }: Description, above = ""): Row[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const key = `${above}${name}`;
    const row: Row = {
      key,
      value: field.properties ? "an object" : (field.expected ?? ""),
      default: required.includes(name) ? "required" : defaultOf(field),
      meaning: field.description ?? "",
    };
    return [row, ...nested(field, key)];
  });
}

function nested(field: Description, key: string): Row[] {
  const entries = typeof field.additionalProperties === "object" ? field.additionalProperties : undefined;
  return [
    ...rows(field, `${key}.`),
    ...(entries ? [entries, ...(entries.anyOf ?? [])].flatMap((each) => rows(each, `${key}.<name>.`)) : []),
    ...(field.anyOf ?? []).flatMap((each) => rows(each, `${key}.`)),
    ...rows(field.items ?? {}, `${key}[].`),
  ];
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function defaultOf({ default: value, absent, properties }: Description): string {
  if (properties) return "";
  if (value === undefined) return absent ?? "";
  if (value === "" || isEmpty(value)) return "none";
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}
