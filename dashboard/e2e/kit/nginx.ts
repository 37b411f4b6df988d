import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './server';

const shipped = fileURLToPath(new URL('../../../deploy/nginx.conf', import.meta.url));

/** nginx's program, where there is one. */
export function nginxProgram(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  for (const folder of folders) {
    const file = join(folder, 'nginx');
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // the next one
    }
  }
  return undefined;
}

/** nginx with TLS in front of a server, configured by the file that the documentation ships. */
export class TestNginx {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @param upstream address of the server, such as `http://127.0.0.1:40123` */
  static async start(upstream: string, basePath: string): Promise<TestNginx> {
    const program = nginxProgram();
    if (program === undefined) throw new Error('nginx is not installed');
    const folder = await mkdtemp(join(tmpdir(), 'sojourn-nginx-'));
    const port = await freePort();
    certificate(folder);
    await mkdir(join(folder, 'temp'));
    await writeFile(
      join(folder, 'site.conf'),
      site(await readFile(shipped, 'utf8'), folder, port, upstream, basePath),
    );
    await writeFile(join(folder, 'nginx.conf'), main(folder));
    const args = [
      '-p',
      folder,
      '-c',
      join(folder, 'nginx.conf'),
      '-e',
      join(folder, 'error.log'),
      '-g',
      'daemon off;',
    ];
    const child = spawn(program, args, { stdio: 'ignore' });
    const url = `https://127.0.0.1:${port}${basePath}`;
    try {
      await until('nginx answers', () => connects(port));
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`nginx did not start: ${await readFile(join(folder, 'error.log'), 'utf8')}`, {
        cause: error,
      });
    }
    return new TestNginx(url, child, folder);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    if (this.process.exitCode === null) {
      this.process.kill('SIGTERM');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

function certificate(folder: string): void {
  const days = ['-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', ...days].concat([
      '-keyout',
      join(folder, 'key.pem'),
      '-out',
      join(folder, 'cert.pem'),
    ]),
    { stdio: 'pipe' },
  );
}

/** The shipped file with the test's addresses in place of its examples; an example that is missing is an error. */
function site(text: string, folder: string, port: number, upstream: string, basePath: string): string {
  const changes: readonly [string, string][] = [
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['listen [::]:443 ssl;', ''],
    ['server_name stats.example.com;', 'server_name 127.0.0.1;'],
    ['/etc/ssl/stats.example.com/fullchain.pem', join(folder, 'cert.pem')],
    ['/etc/ssl/stats.example.com/privkey.pem', join(folder, 'key.pem')],
    ['http://127.0.0.1:8080', upstream],
    ['location / {', `location ${basePath}/ {`],
  ];
  return changes.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`deploy/nginx.conf has no "${from}"`);
    return changed.replaceAll(from, to);
  }, text);
}

function main(folder: string): string {
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, 'temp', name)};`)
    .join('\n  ');
  return `worker_processes 1;
pid ${join(folder, 'nginx.pid')};
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 256; }
http {
  access_log off;
  ${temp}
  include ${join(folder, 'site.conf')};
}
`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}

async function connects(port: number): Promise<boolean> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
