import type { Project } from './project';
import { OFFICIAL, page, stub } from './snippets';
import { STATS, type Stage } from './stage';

/** The two ways by which the tracker comes into a page. */
export type Way = 'snippet' | 'package';

export const WAYS: readonly Way[] = ['snippet', 'package'];

export interface Site {
  readonly project: Project;
  readonly url: string;
}

export interface SiteOptions {
  /** JavaScript of an options object */
  readonly config?: string;
  /** what the page calls when the tracker is configured */
  readonly calls?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly paths?: readonly string[];
  readonly nonce?: string;
  /** of the project, where the host is another */
  readonly project?: Project;
}

/** A site whose pages load the tracker of a project of their own. */
export async function site(stage: Stage, way: Way, host: string, options: SiteOptions = {}): Promise<Site> {
  const project = options.project ?? (await stage.project(host));
  const {
    config = '',
    calls = 'woopra.track();',
    paths = ['/'],
    body = '',
    headers = {},
    nonce = '',
  } = options;
  const given = `{ domain: '${project.domain}', ${config} }`;
  const head =
    way === 'package'
      ? `<script type="module" nonce="${nonce}">
        import { createTracker } from '/esm/index.js';
        window.woopra = createTracker({ host: 'http://${STATS}', ...${given} });
        ${calls}
        </script>`
      : `${stub({ ...OFFICIAL.current, script: `http://${STATS}/${project.scriptName}.js` }, 'woopra')}
        <script>woopra.config(${given}); ${calls}</script>`.replaceAll(
          '<script>',
          `<script nonce="${nonce}">`,
        );
  for (const path of paths) {
    stage.sites.serve(host, path, { body: page(head, body), headers });
  }
  return { project, url: `http://${host}/` };
}
