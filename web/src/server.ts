// Ask the server, and say in words what went wrong.

export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const STILL_LOADING = 503;

/** The answer to a question. While the server is still loading it is asked again. */
export async function ask<T>(path: string, query?: URLSearchParams, signal?: AbortSignal): Promise<T> {
  const search = query?.toString() ?? "";
  const address = search === "" ? path : `${path}?${search}`;
  for (let tries = 0; ; tries++) {
    const response = await fetch(address, {
      headers: { Accept: "application/json" },
      ...(signal && { signal }),
    });
    if (response.status === STILL_LOADING && tries < 30) {
      await new Promise((resolve) =>
        setTimeout(resolve, 1000 * Number(response.headers.get("Retry-After") ?? 1)),
      );
      continue;
    }
    return read<T>(response);
  }
}

export async function send<T>(path: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  return read<T>(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function read<T>(response: Response): Promise<T> {
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  const told = (answer as { error?: unknown } | null)?.error;
  throw new Refused(
    response.status,
    typeof told === "string" ? told : `The server answered ${response.status}.`,
  );
}

/** Questions of one sort, of which only the last asked counts: an older answer that comes late is dropped. */
export class Latest {
  private controller: AbortController | null = null;

  async ask<T>(path: string, query?: URLSearchParams): Promise<T | null> {
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    try {
      const answer = await ask<T>(path, query, controller.signal);
      return controller.signal.aborted ? null : answer;
    } catch (error) {
      if (controller.signal.aborted) return null;
      throw error;
    }
  }
}
