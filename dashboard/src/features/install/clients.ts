/** Code to paste, for this server and this project. Pure text. */

export type Client = {
  readonly id: string;
  readonly label: string;
  readonly note: string;
  readonly code: string;
};

type Place = {
  /** host of the server, with its port and base path */
  readonly host: string;
  readonly origin: string;
  /** a domain of the project */
  readonly domain: string;
};

export function clients({ host, origin, domain }: Place): readonly Client[] {
  return [
    {
      id: 'curl',
      label: 'curl',
      note: 'One call, one event. Good for a first try.',
      code: `curl '${origin}/track/ce?project=${domain}&event=signed+up&ce_plan=pro&cv_email=ann%40example.com&cv_name=Ann'`,
    },
    {
      id: 'node',
      label: 'Node.js',
      note: 'The npm package woopra, pointed at this server.',
      code: `// npm install woopra
import Woopra from 'woopra';

const woopra = new Woopra('${domain}', { host: '${host}', ssl: ${origin.startsWith('https')} });
woopra.identify('email', 'ann@example.com', { name: 'Ann' });
woopra.track('signed up', { plan: 'pro' });`,
    },
    {
      id: 'python',
      label: 'Python',
      note: 'No package is needed.',
      code: `from urllib.parse import urlencode
from urllib.request import urlopen

event = {
    "project": "${domain}",
    "event": "signed up",
    "ce_plan": "pro",
    "cv_email": "ann@example.com",
    "cv_name": "Ann",
}
urlopen("${origin}/track/ce?" + urlencode(event), timeout=5)`,
    },
    {
      id: 'php',
      label: 'PHP',
      note: 'No package is needed.',
      code: `<?php
$event = [
    'project' => '${domain}',
    'event' => 'signed up',
    'ce_plan' => 'pro',
    'cv_email' => 'ann@example.com',
    'cv_name' => 'Ann',
];
file_get_contents('${origin}/track/ce?' . http_build_query($event));`,
    },
    {
      id: 'ruby',
      label: 'Ruby',
      note: 'No gem is needed.',
      code: `require 'net/http'

event = {
  project: '${domain}',
  event: 'signed up',
  ce_plan: 'pro',
  cv_email: 'ann@example.com',
  cv_name: 'Ann'
}
Net::HTTP.get(URI("${origin}/track/ce?" + URI.encode_www_form(event)))`,
    },
  ];
}

/** Address of the server as a browser elsewhere would write it. */
export function placeOf(trackUrl: string, fallback: string, domain: string): Place {
  try {
    const url = new URL(trackUrl, fallback);
    const path = url.pathname.replace(/\/track\/?$/, '').replace(/\/$/, '');
    return { host: `${url.host}${path}`, origin: `${url.origin}${path}`, domain };
  } catch {
    return { host: fallback.replace(/^https?:\/\//, ''), origin: fallback, domain };
  }
}
