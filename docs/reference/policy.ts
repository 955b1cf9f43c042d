import { type PolicyRule, rules } from "../../lib/settings/policy-rules.ts";
import { table } from "./blocks.ts";

/** Every rule of a policy. */
export function rulesTable(): string {
  const entries = Object.entries(rules) as [string, PolicyRule][];
  const rows = entries.map(([name, rule]) => [
    `\`${name}\``,
    capitalized(rule.expected),
    rule.reason,
    capitalized(rule.remedy),
    `\`${rule.default}\``,
  ]);
  return table(["rule", "what it expects", "why", "what to do", "default"], rows);
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
