import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  path: string;
  headers: IncomingHttpHeaders;
  items: Record<string, unknown>[];
}

/** What the server says to a request; a string cuts the connection without an answer. */
export type Say = { status: number; body?: unknown; headers?: Record<string, string> } | 'cut';

export interface TestServer {
  port: number;
  seen: Seen[];
  /** Items of all requests, in order. */
  items(): Record<string, unknown>[];
  close(): Promise<void>;
}

export const acceptAll = (items: unknown[]): Say => ({
  status: 200,
  body: { accepted: items.length, rejected: 0, items: items.map(() => ({ status: 'accepted' })) },
});

/** @param script answers of the first requests; later ones are accepted */
export async function start(...script: ((items: unknown[]) => Say)[]): Promise<TestServer> {
  const seen: Seen[] = [];
  const http = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const items = JSON.parse(body);
      seen.push({ path: request.url ?? '', headers: request.headers, items });
      const said = (script[seen.length - 1] ?? acceptAll)(items);
      if (said === 'cut') {
        request.socket.destroy();
      } else {
        response.writeHead(said.status, said.headers);
        response.end(typeof said.body === 'string' ? said.body : JSON.stringify(said.body ?? {}));
      }
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    seen,
    items: () => seen.flatMap((request) => request.items),
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}
