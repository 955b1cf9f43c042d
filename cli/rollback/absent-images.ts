import { connect } from "../../lib/docker/client.ts";
import { orEngineProblem } from "../../lib/docker/engine-problems.ts";
import { registryOf, repositoryOf } from "../../lib/docker/image-names.ts";
import { inspectImage } from "../../lib/docker/images.ts";
import { registryDigest } from "../../lib/docker/registry.ts";
import type { Problem } from "../../lib/problems/index.ts";
import { type History, type Hold, type User, userOf } from "../../lib/releases/index.ts";
import type { ImageGround } from "../deploy/resolved-images.ts";
import { connectionTo } from "../stage/unreachable-recorded-hosts.ts";
import { recordedLogins } from "../status/registry-look.ts";

/**
 * A problem for each image of a release that neither the stack's host nor its registry has. It names a stack that still runs the
 * image, from whose host it can be pushed again.
 * @param id the stack
 * @throws ProblemError if the engine or a registry does not answer
 */
export async function absentImages(
  id: string,
  { release, images }: Pick<Hold, "release" | "images">,
  history: History,
  { deployment, host, settings }: ImageGround,
): Promise<Problem[]> {
  const engine = connect(...connectionTo(host, settings));
  const logins = recordedLogins(deployment, host);
  const looks = Object.entries(images).map(async ([reference, { digest }]): Promise<Problem[]> => {
    const image = `${repositoryOf(reference)}@${digest}`;
    if (await orEngineProblem(host.name, inspectImage(engine, image))) return [];
    const login = logins.get(registryOf(reference));
    if (await orEngineProblem(host.name, registryDigest(engine, image, login))) return [];
    const path = `release ${release} of ${id}`;
    const expected = `image ${image} on host ${host.name} or in its registry`;
    return [{ path, expected, ...foundFor(image, userOf(history, digest)) }];
  });
  return (await Promise.all(looks)).flat();
}

function foundFor(image: string, user: User | undefined): Pick<Problem, "found" | "remedy"> {
  if (!user) {
    const remedy = "nothing was changed: push it again, or choose another release with TO=<number>";
    return { found: "it nowhere, and no stack that runs it", remedy };
  }
  const tag = `${repositoryOf(image)}:release-${user.release}`;
  const remedy = `keep it: on that host run "docker tag ${image} ${tag}" and "docker push ${tag}", then run this again`;
  return { found: `it only where release ${user.release} of ${user.stack} still runs it`, remedy };
}
