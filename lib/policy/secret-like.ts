/** Names of passwords, tokens and keys. A number may follow. */
const secretName =
  /(pass(word|wd|phrase)|(^|_)pass|pwd|secret|token|credentials?|(api|access|secret|private|encryption|signing|master|auth)_?key(_base)?)(s|_?\d+)?$/i;

/** Values that are no secrets although their names look so: settings, paths and public keys. */
const harmless = /^(|\d+|true|false|yes|no|on|off|none|null|(\/|\.\.?\/|file:\/\/).*|ssh-\w+ .*)$/is;

/** True if a variable's name means a secret and its value may be one. */
export function isSecretByName(name: string, value: string): boolean {
  return secretName.test(name) && !harmless.test(value);
}

/** Known forms of keys and tokens, and a password in a URL. */
const secretForms = [
  /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i,
  /\b(glpat-|gldt-|glrt-|gh[pousr]_|github_pat_|xox[abprs]-|sk_live_|AKIA)[\w-]{12,}/,
  /\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/,
];

/** Characters that base64 does not have, and a `=` that is not at the end. */
const wordEnd = /[^\w+=-]+|=+(?=[\w+-])/;

/** Names of random values that are no secrets, such as ids and hashes. */
const identity = /(id|uuid|address|sha\d*|hash|digest|checksum|commit|revision|fingerprint|version)$/i;

/** True if a value looks like a secret, by its form or because it is random. */
export function isSecretByValue(name: string, value: string): boolean {
  if (secretForms.some((form) => form.test(value))) return true;
  if (identity.test(name) || harmless.test(value)) return false;
  return value.split(wordEnd).some(isRandom);
}

/** True for a text as random as 15 random bytes in base64: long, with mixed letters and digits, and few repetitions. */
function isRandom(word: string): boolean {
  if (word.length < 20 || !/\d/.test(word) || uuid.test(word)) return false;
  const kinds = [...word].map((letter) =>
    /\d/.test(letter) ? "digit" : /[A-Z]/.test(letter) ? "capital" : "other",
  );
  const turns = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return turns / word.length >= 0.35 && entropy(word) >= 3;
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Shannon entropy in bits for each letter. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / word.length;
    return sum - share * Math.log2(share);
  }, 0);
}
