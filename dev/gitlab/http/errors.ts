/** An answer that is not a success, in one of GitLab's shapes. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export const unauthorized = () => new ApiError(401, { message: "401 Unauthorized" });

export function invalidToken(description: string): ApiError {
  const challenge = `Bearer realm="The API", error="invalid_token", error_description="${description}"`;
  const body = { error: "invalid_token", error_description: description };
  return new ApiError(401, body, { "www-authenticate": challenge });
}

export function insufficientScope(scopes: readonly string[]): ApiError {
  return new ApiError(403, {
    error: "insufficient_scope",
    error_description: "The request requires higher privileges than provided by the access token.",
    scope: scopes.join(" "),
  });
}

/** `403 Forbidden`, or `403 Forbidden - <reason>`. */
export function forbidden(reason?: string): ApiError {
  return new ApiError(403, { message: reason ? `403 Forbidden - ${reason}` : "403 Forbidden" });
}

/** `404 Project Not Found`; without a name `404 Not found`, GitLab's text for a missing record. */
export function notFound(what?: string): ApiError {
  return new ApiError(404, { message: what ? `404 ${what} Not Found` : "404 Not found" });
}

/** A parameter is missing or of the wrong form: `name is missing`. */
export function badParameter(text: string): ApiError {
  return new ApiError(400, { error: text });
}

export function badRequest(reason: string): ApiError {
  return new ApiError(400, { message: `400 Bad request - ${reason}` });
}

/** A model's refusal: texts for each attribute, or one text. */
export function invalid(message: Readonly<Record<string, readonly string[]>> | string): ApiError {
  return new ApiError(400, { message });
}

export function conflict(message = "409 Conflict"): ApiError {
  return new ApiError(409, { message });
}

export function unprocessable(message: string | readonly string[]): ApiError {
  return new ApiError(422, { message });
}

export function notAcceptable(): ApiError {
  return new ApiError(406, { message: "406 Not Acceptable" });
}

export function notAllowed(message = "405 Method Not Allowed"): ApiError {
  return new ApiError(405, { message });
}
