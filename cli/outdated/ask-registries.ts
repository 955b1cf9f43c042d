import { mapAtMost } from "../../lib/async/index.ts";
import { registryOf, repositoryIn, tagOf } from "../../lib/docker/image-names.ts";
import { connectRegistry, type RegistryClient, RegistryError } from "../../lib/docker/registry-client.ts";
import { type ImageNews, newsOf, type OutdatedReport, type RunningImage } from "../../lib/outdated/index.ts";
import type { RegistryAccess } from "./access.ts";
import { noAnswerLine } from "./no-answer-line.ts";

/** Images that one registry is asked for at the same time. */
const imagesAtATime = 4;

/** What registries say of images. */
export type ImageAnswers = Pick<OutdatedReport, "looked" | "images" | "unanswered">;

/**
 * Asks the registries of images for newer ones, all registries at the same time. One that does not answer is asked once, and
 * its images are left out.
 */
export async function askRegistries(
  images: readonly RunningImage[],
  accessTo: (registry: string) => RegistryAccess,
): Promise<ImageAnswers> {
  const groups = Map.groupBy(images, ({ reference }) => registryOf(reference));
  const asked = await Promise.all(
    [...groups].map(async ([address, group]) => {
      const client = connectRegistry({ address, ...accessTo(address) });
      try {
        return { news: await newsFrom(client, group), unanswered: [] };
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error;
        return { news: [], unanswered: [noAnswer(address, error)] };
      }
    }),
  );
  const news = asked.flatMap((each) => each.news);
  return {
    looked: images.length,
    images: news.sort((a, b) => (a.reference < b.reference ? -1 : 1)),
    unanswered: asked.flatMap((each) => each.unanswered),
  };
}

async function newsFrom(client: RegistryClient, images: readonly RunningImage[]): Promise<ImageNews[]> {
  const news = await mapAtMost(imagesAtATime, images, async (image) => {
    const repository = repositoryIn(image.reference);
    const [tags, digest] = await Promise.all([
      client.tags(repository),
      client.digest(repository, tagOf(image.reference)),
    ]);
    return newsOf(image, { tags, digest }) ?? [];
  });
  return news.flat();
}

function noAnswer(address: string, error: RegistryError): string {
  return noAnswerLine(address, "the registry to answer", error, {
    refused: "correct its login in the settings",
    limited: "run this again later, or give the host a login for it",
    away: "check that this machine reaches it",
  });
}
