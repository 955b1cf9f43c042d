import type { PipelineContext, VariableNeed } from "../kind.ts";

/** The file with all trusted authorities, public ones included. */
const bundle = "/tmp/authorities.pem";

const script = `# Trust the private authorities that the runner mounts, and CA_BUNDLE, beside the public ones
for file in /etc/ssl/certs/ca-certificates.crt /etc/docker/certs.d/*/ca.crt "$CA_BUNDLE"; do
  if [ -r "$file" ]; then cat "$file"; echo; fi
done > ${bundle}
export PIP_CERT=${bundle} TWINE_CERT=${bundle} REQUESTS_CA_BUNDLE=${bundle}
export SSL_CERT_FILE=${bundle} NODE_EXTRA_CA_CERTS=${bundle}
`;

/** A script that makes a job's tools trust the stage's private authority. Empty if there is none. */
export function trustAuthority({ privateAuthority }: PipelineContext): string[] {
  return privateAuthority ? [script] : [];
}

/** The variable that `trustAuthority` reads. */
export function trustNeeds({ privateAuthority }: PipelineContext): VariableNeed[] {
  if (!privateAuthority) return [];
  return [
    {
      name: "CA_BUNDLE",
      source: "setting",
      form: "file",
      isProtected: false,
      isRequired: false,
      allowed: { pattern: /-----BEGIN CERTIFICATE-----/, text: "PEM certificates" },
      description: "More private authorities that jobs trust, beside those that the runner mounts",
    },
  ];
}
