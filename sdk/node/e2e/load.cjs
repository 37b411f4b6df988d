// Tracks numbered events at a steady rate, closes the client right after the last one, and prints what became of them:
// {"accepted": n, "failed": n, "waiting": n, "retried": n}. SOJOURN_HOST names the server.
const Sojourn = require('..');

const [project, ...numbers] = process.argv.slice(2);
const [perSecond, events, people] = numbers.map(Number);
const client = new Sojourn(project, { closeTimeout: 120_000 });
const begun = performance.now();
let made = 0;

const timer = setInterval(async () => {
  const due = Math.min(events, Math.floor(((performance.now() - begun) * perSecond) / 1000));
  for (; made < due; made++) {
    client.track(`node-${made % people}@example.com`, 'counted', { n: made });
  }
  if (made === events) {
    clearInterval(timer);
    await client.close();
    process.stdout.write(`${JSON.stringify(client.stats())}\n`);
  }
}, 10);
