// Preload that sends what is meant for www.woopra.com to a local server; nothing else is touched.
const http = require('http');
const https = require('https');

const host = process.env.WOOPRA_HOST || '127.0.0.1';
const ports = new Map([
  [http, Number(process.env.WOOPRA_HTTP_PORT || 80)],
  [https, Number(process.env.WOOPRA_HTTPS_PORT || 443)],
]);

for (const [module, port] of ports) {
  for (const name of ['request', 'get']) {
    const original = module[name];
    module[name] = function (options, ...rest) {
      const woopras = options && typeof options === 'object' && !(options instanceof URL)
        && options.hostname === 'www.woopra.com';
      const redirected = woopras
        ? {
            ...options,
            hostname: host,
            port,
            servername: 'www.woopra.com',
            headers: { ...options.headers, host: 'www.woopra.com' },
          }
        : options;
      return original.call(module, redirected, ...rest);
    };
  }
}
