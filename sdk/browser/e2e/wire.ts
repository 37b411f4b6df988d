import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { OFFICIAL, page, STATS, type Stage, stub, until } from './kit';

/** A statement as it goes over the wire; over a query every value is a text. */
interface Line {
  readonly endpoint: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const sample = new URL(
  '../../../ingest/src/test/resources/wire-samples/browser-tracker-5.3.0-chromium.jsonl',
  import.meta.url,
);
const behaviours = new URL('../BEHAVIOURS.md', import.meta.url);

/** Chance and time. */
const RANDOM = ['idptnc', 'cookie', 'duration', 'timestamp'];

function pushed(body: string): Line[] {
  return body
    .split(/\r?\n/)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

async function recorded(): Promise<Line[]> {
  const requests = (await readFile(sample, 'utf8')).trim().split('\n');
  return requests.flatMap((text) => {
    const { url, body } = JSON.parse(text) as { readonly url: string; readonly body?: string };
    const { pathname, searchParams } = new URL(url, 'https://www.woopra.com');
    const endpoint = pathname.replace(/^\/track\/(.*?)\/?$/, '$1');
    return endpoint === 'push'
      ? pushed(body ?? '')
      : [{ endpoint, params: Object.fromEntries(searchParams) }];
  });
}

/** What a statement is, so that two can be held against each other. */
const key = ({ endpoint, params }: Line): string =>
  [endpoint, params['event'] ?? '', params['ce_url'] ?? params['referer'] ?? '']
    .join(' ')
    .replace(/\S+\/\/[^/\s]+/, '')
    .trim();

function differences(theirs: readonly Line[], ours: readonly Line[]): string[] {
  const found = new Set<string>();
  for (const their of theirs) {
    const our = ours.find((one) => key(one) === key(their));
    if (our === undefined) {
      found.add(`only theirs: ${key(their)}`);
      continue;
    }
    for (const name of new Set([...Object.keys(their.params), ...Object.keys(our.params)])) {
      const [theirValue, ourValue] = [their.params[name], our.params[name]];
      const where = `\`${name}\` of ${their.endpoint}`;
      if (ourValue === undefined) found.add(`only theirs: ${where}`);
      else if (theirValue === undefined) found.add(`only ours: ${where}`);
      else if (!RANDOM.includes(name) && String(theirValue) !== String(ourValue)) {
        found.add(`${where}: ${String(theirValue)} and ${String(ourValue)}`);
      }
    }
  }
  for (const our of ours) {
    if (!theirs.some((one) => key(one) === key(our))) found.add(`only ours: ${key(our)}`);
  }
  return [...found].sort();
}

/** First column of the table below the heading about the wire. */
async function stated(): Promise<string[]> {
  const text = await readFile(behaviours, 'utf8');
  const table = text.slice(text.indexOf('## Differences on the wire'));
  return [...table.matchAll(/^\| ((?:only|`).*?) \|/gm)].map(([, difference]) => difference ?? '').sort();
}

export function wire(on: () => Stage): void {
  test('names and values of parameters are those of w.js 5.3.0, but for the stated differences', async () => {
    const stage = on();
    const project = await stage.project('wire.example');
    const calls = `<script>
      woopra.config({ domain: 'wire.example', click_tracking: true, outgoing_tracking: true, download_tracking: true });
      woopra.identify({ email: 'jane@example.com', name: 'Jane Doe', company: 'Acme' });
      woopra.visit({ campaign: 'spring-sale' });
      woopra.track();
      woopra.track('purchase_completed', { product: 'Widget Pro', price: 149.99, tags: ['a', 'b'], nested: { x: 1 } });
      woopra.push();
    </script>`;
    const head = stub({ ...OFFICIAL.current, script: `http://${STATS}/js/w.js` }, 'woopra') + calls;
    for (const path of ['/page', '/page2']) {
      stage.sites.serve('wire.example', path, {
        body: page(head, '<button id="b" class="cta">Buy</button>', 'T&amp;st page'),
      });
    }
    const size = { width: 800, height: 600 };
    const visit = await stage.visit({ viewport: size, screen: size });
    const lines: Line[] = [];
    visit.context.on('request', (request) => lines.push(...pushed(request.postData() ?? '')));
    await visit.open('http://wire.example/page?utm_source=news');
    await project.has('pv', 'purchase_completed');
    await visit.page.waitForFunction('performance.now() > 500');
    await visit.page.evaluate("document.getElementById('b').click()");
    await project.has('pv', 'purchase_completed', 'button click');
    await visit.page.evaluate("location.href = '/page2'");
    await visit.page.waitForURL(/page2/);
    await until(
      'second page',
      async () => lines.filter(({ endpoint }) => endpoint === 'identify').length > 1,
    );
    await project.has('pv', 'purchase_completed', 'button click', 'pv', 'purchase_completed');
    const same = (text: string) =>
      text
        .replaceAll('https://127.0.0.1:18443', 'http://wire.example')
        .replaceAll('127.0.0.1', 'wire.example');
    const theirs = JSON.parse(
      same(JSON.stringify(await recorded())).replaceAll('"example.com"', '"wire.example"'),
    ) as Line[];
    expect(differences(theirs, lines)).toEqual(await stated());
  });
}
