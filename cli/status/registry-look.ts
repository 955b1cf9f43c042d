import { type Engine, EngineError } from "../../lib/docker/client.ts";
import { registryOf, repositoryOf, withoutDigest } from "../../lib/docker/image-names.ts";
import { type RegistryCredentials, registryDigest } from "../../lib/docker/registry.ts";
import { type Deployment, type RecordedHost, withPlainSecrets } from "../../lib/state/index.ts";
import { type Digests, noAnswer, type RecordedThing } from "../../lib/status/index.ts";

/**
 * Which registries are asked for newer images. `own`: those with a login, such as the stage's own. A registry for everybody counts
 * each question, and may refuse after too many.
 */
export type AskedRegistries = "none" | "own" | "all";

/** For a look that asks no registry. */
export const noRegistries = { logins: new Map(), registries: "none" } as const;

/** The logins that the state records for registries, by their addresses. */
export type Logins = ReadonlyMap<string, RegistryCredentials>;

export function recordedLogins({ resources }: Deployment, { provider }: RecordedHost): Logins {
  const inputs = resources.find(({ urn }) => urn === provider)?.inputs ?? {};
  const recorded = withPlainSecrets(inputs.registryAuth ?? "[]");
  // Pulumi keeps the lists of a provider as texts.
  const list: readonly Login[] = typeof recorded === "string" ? JSON.parse(recorded) : recorded;
  return new Map(list.map(({ address, username, password }) => [address, { user: username, password }]));
}

interface Login {
  readonly address: string;
  readonly username: string;
  readonly password: string;
}

export interface RegistryQuestions {
  readonly logins: Logins;
  readonly registries: AskedRegistries;
  /** Milliseconds for a registry, which the engine asks. With a login it is asked for a token first. */
  readonly timeout: number;
}

/** The digests of recorded tags in their registries. A tag with a digest is asked for by the tag. */
export async function digestsOf(
  engine: Engine,
  recorded: readonly RecordedThing[],
  { logins, registries, timeout }: RegistryQuestions,
): Promise<Digests> {
  const pulled = recorded.filter(({ kind, inputs }) => kind === "image" && !inputs.build);
  const names = new Set(pulled.map(({ inputs }) => String(inputs.name)));
  const isAsked = (name: string) =>
    registries === "all" || (registries === "own" && logins.has(registryOf(name)));
  const asks = [...names]
    .filter((name) => hasTag(name) && isAsked(name))
    .map(async (name): Promise<readonly [string, string | typeof noAnswer | undefined]> => {
      try {
        return [
          name,
          await registryDigest(engine, withoutDigest(name), logins.get(registryOf(name)), timeout),
        ];
      } catch (error) {
        if (error instanceof EngineError) return [name, noAnswer];
        throw error;
      }
    });
  return new Map(await Promise.all(asks));
}

/** False for a digest without a tag: it says for itself which image is wanted. */
function hasTag(name: string): boolean {
  return !name.includes("@") || withoutDigest(name) !== repositoryOf(name);
}
