import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of a site, as it is served. */
export interface Served {
  readonly body: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The sites that use the tracker: static files on one free port, told apart by host. */
export class Sites {
  private readonly files = new Map<string, Served>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(): Promise<Sites> {
    const server = createServer((request, response) => {
      const host = (request.headers.host ?? '').replace(/:\d+$/, '');
      const path = (request.url ?? '').replace(/\?.*/, '');
      const served = sites.files.get(host + path) ?? sites.files.get(`*${path}`);
      request.resume();
      if (served === undefined) {
        response.writeHead(404, { 'Content-Type': 'text/html' }).end('<title>none</title>');
      } else {
        response
          .writeHead(200, {
            'Content-Type': `${served.type ?? 'text/html'}; charset=utf-8`,
            ...served.headers,
          })
          .end(served.body);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const sites = new Sites(server, (server.address() as AddressInfo).port);
    return sites;
  }

  /**
   * Serves something from now on.
   *
   * @param host of the site, `*` = every one that has nothing of its own there
   */
  serve(host: string, path: string, served: Served): void {
    this.files.set(host + path, served);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
