/** True if a command got `--<what>`, or the variable `<WHAT>=1`. */
export function isAsked(what: string): boolean {
  return process.argv.includes(`--${what}`) || process.env[what.toUpperCase()] === "1";
}
