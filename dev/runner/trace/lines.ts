/** Lines of a job's log in the form of GitLab's own runner. GitLab's pages fold and colour them. */
const clear = "\x1b[0K";
const plain = "\x1b[0;m";

export function title(text: string): string {
  return `${clear}\x1b[36;1m${text}${plain}${plain}\n`;
}

export function note(text: string): string {
  return `\x1b[32;1m${text}${plain}\n`;
}

export function warning(text: string): string {
  return `\x1b[0;33mWARNING: ${text}${plain}\n`;
}

export function failure(text: string): string {
  return `\x1b[31;1mERROR: ${text}${plain}\n`;
}

export function sectionStart(name: string, heading: string): string {
  return `section_start:${seconds()}:${name}\r${clear}${title(heading)}`;
}

export function sectionEnd(name: string): string {
  return `section_end:${seconds()}:${name}\r${clear}`;
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
