import qs from "qs";
import { integer, readParams, withDefault } from "./params.ts";
import type { Call } from "./route.ts";

const pages = { page: withDefault(integer(), 1), per_page: withDefault(integer(), 20) };
const biggest = 100;

/** GitLab does not count lists that are longer. */
const countLimit = 10_000;

/** The requested page in the API's form. Sets the headers that link to the other pages. */
export function paginate<T, E>(
  call: Pick<Call, "all" | "origin" | "request" | "reply">,
  rows: readonly T[],
  show: (row: T) => E,
  { counted = true }: { readonly counted?: boolean } = {},
): E[] {
  const asked = readParams(pages, call.all);
  const page = Math.max(1, asked.page);
  const size = Math.min(biggest, Math.max(1, asked.per_page));
  const last = Math.max(1, Math.ceil(rows.length / size));
  const isCounted = counted && rows.length <= countLimit;
  const next = page < last ? page + 1 : undefined;
  const previous = page > 1 ? page - 1 : undefined;
  const link = (rel: string, to: number | undefined) =>
    to === undefined ? [] : [`<${address(call, to, size)}>; rel="${rel}"`];
  call.reply.headers({
    link: [
      ...link("prev", previous),
      ...link("next", next),
      ...link("first", 1),
      ...link("last", isCounted ? last : undefined),
    ].join(", "),
    "x-next-page": next ?? "",
    "x-page": page,
    "x-per-page": size,
    "x-prev-page": previous ?? "",
    ...(isCounted && { "x-total": rows.length, "x-total-pages": last }),
  });
  return rows.slice((page - 1) * size, page * size).map(show);
}

/** Every parameter again, but for secrets. */
function address(
  { all, origin, request }: Pick<Call, "all" | "origin" | "request">,
  page: number,
  size: number,
) {
  const { private_token: _, job_token: __, "*": ___, ...rest } = all;
  const query = qs.stringify({ ...rest, page, per_page: size }, { arrayFormat: "brackets" });
  return `${origin}${request.url.split("?", 1)[0]}?${query}`;
}
