import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Sites } from './site';

/** Word for word that of `guide.md`, with its options and the page view behind it. */
export const GUIDE_SNIPPET = `<script>
(function(){
var t,i,e,n=window,o=document,a=arguments,s="script",
r=["config","track","identify","visit","push","call","trackForm","trackClick"],
c=function(){var t,i=this;for(i._e=[],t=0;r.length>t;t++)
(function(t){i[t]=function(){return i._e.push([t].concat(Array.prototype.slice.call(arguments,0))),i}})(r[t])};
for(n._w=n._w||{},t=0;a.length>t;t++)n._w[a[t]]=n[a[t]]=n[a[t]]||new c;
i=o.createElement(s),i.async=1,i.src="//static.woopra.com/js/w.js",
e=o.getElementsByTagName(s)[0],e.parentNode.insertBefore(i,e)
})("woopra");
woopra.config({
domain: 'example.com',
outgoing_tracking: true, // Track outbound link clicks
download_tracking: true, // Track file downloads
click_tracking: true, // Track all click events
idle_timeout: 300000, // Session timeout: 5 minutes (ms)
cookie_domain: '.example.com', // Cross-subdomain tracking
cookie_expire: 730 // Cookie expiration: 2 years (days)
});
woopra.track(); // Track the initial pageview
</script>`;

/** What an official snippet queues by, in which global, and from where it loads the tracker. */
export interface Official {
  readonly queues: '__woo' | '_w';
  readonly methods: readonly string[];
  readonly script: string;
}

const COMMON = ['config', 'track', 'identify', 'visit', 'push', 'call'];

/** The current one, and the one of the older tracker. */
export const OFFICIAL: Readonly<Record<'current' | 'older', Official>> = {
  current: {
    queues: '__woo',
    methods: [...COMMON, 'trackForm', 'trackClick', 'cancelAction', 'update'],
    script: '//static.woopra.com/js/w.js',
  },
  older: { queues: '_w', methods: COMMON, script: '//static.woopra.com/js/t/5.js' },
};

/** A snippet that leaves in the page what an official one does: stubs, their queues, and a script element. */
export function stub({ queues, methods, script }: Official, ...instances: readonly string[]): string {
  return `<script>
(function (names, methods, queues) {
  window[queues] = window[queues] || {};
  names.forEach(function (name) {
    var instance = { _e: [] };
    methods.forEach(function (method) {
      instance[method] = function () {
        instance._e.push([method].concat([].slice.call(arguments)));
        return instance;
      };
    });
    window[queues][name] = window[name] = window[name] || instance;
  });
  var script = document.createElement('script');
  script.async = true;
  script.src = '${script}';
  document.head.appendChild(script);
})(${JSON.stringify(instances)}, ${JSON.stringify(methods)}, '${queues}');
</script>`;
}

/** A page that loads the tracker under a project's own name. */
export function page(head: string, body = '', title = 'A page'): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title>${head}</head><body>${body}</body></html>`;
}

const built = new URL('../../dist/esm/', import.meta.url);

/** Serves the package to every site, below `/esm/`. */
export async function serveEsm(sites: Sites): Promise<void> {
  const folder = fileURLToPath(built);
  for (const name of await readdir(folder)) {
    if (name.endsWith('.js')) {
      sites.serve('*', `/esm/${name}`, {
        body: await readFile(new URL(name, built), 'utf8'),
        type: 'text/javascript',
      });
    }
  }
}
