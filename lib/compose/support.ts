/** How a compose key is supported. The guide's table of supported keys is generated from these. */
export type Support =
  | { readonly kind: "supported"; readonly limits?: string }
  | { readonly kind: "no effect"; readonly reason: string }
  | { readonly kind: "refused"; readonly remedy: string };

export const supported: Support = { kind: "supported" };

export function supportedWithin(limits: string): Support {
  return { kind: "supported", limits };
}

export function refusedKey(remedy: string): Support {
  return { kind: "refused", remedy };
}
