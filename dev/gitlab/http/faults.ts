import { setTimeout as delay } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";

/** A fault that affects requests with a matching path, a number of times. */
export interface Fault {
  readonly kind: "latency" | "429" | "500" | "drop";
  /** Regular expression for the path. */
  readonly path: string;
  readonly method?: string | undefined;
  /** The number of requests that it will still affect. */
  readonly times: number;
  /** Of "latency". */
  readonly milliseconds?: number | undefined;
  /** Seconds, of "429". */
  readonly retryAfter?: number | undefined;
}

/** The faults that wait for their requests. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push(fault);
  }

  all(): readonly Fault[] {
    return this.#waiting;
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault of this request, which uses it up. */
  take(method: string, path: string): Fault | undefined {
    const found = this.#waiting.find(
      (fault) => new RegExp(fault.path).test(path) && (fault.method ?? method) === method,
    );
    if (!found) return undefined;
    this.#waiting = this.#waiting
      .map((fault) => (fault === found ? { ...fault, times: fault.times - 1 } : fault))
      .filter(({ times }) => times > 0);
    return found;
  }
}

/** Carries out a fault. @returns true if the request is answered, or its connection is closed */
export async function strike(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  if (fault.kind === "latency") {
    await delay(fault.milliseconds ?? 1000);
    return false;
  }
  if (fault.kind === "drop") {
    reply.hijack();
    request.raw.socket.destroy();
  } else if (fault.kind === "429") {
    const error = "This endpoint has been requested too many times. Try again later.";
    await reply
      .code(429)
      .header("retry-after", String(fault.retryAfter ?? 1))
      .send({ message: { error } });
  } else {
    await reply.code(500).send({ message: "500 Internal Server Error" });
  }
  return true;
}
