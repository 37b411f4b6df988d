import { attempt } from './guard';
import type { Options } from './types';

const DAY = 86_400_000;

/// The options and what they are when nothing is said; names and values are those of w.js 5.3.0.
export function standardOptions(hostname: string, isSecure: boolean): Options {
  return {
    app: 'js-client',
    appier_app_id: '',
    augment_action: undefined,
    auto_push: false,
    beacons: true,
    campaign_once: false,
    click_pause: 250,
    click_tracking: false,
    click_tracking_matcher_selectors: 'a button input[type=button] input[type=submit] [role=button]'.split(
      ' ',
    ),
    consent: 'granted',
    consent_cookie: '',
    context: undefined,
    cookie_domain: `.${hostname.replace(/^www\./, '')}`,
    cookie_expire: new Date(Date.now() + 730 * DAY),
    cookie_name: 'wooTracker',
    cookie_path: '/',
    cookie_secure: isSecure,
    cross_domain: [],
    dialect: 'official',
    domain: '',
    download_extensions:
      'avi css dmg doc eps exe js m4v mov mp3 mp4 msi pdf ppt rar svg txt vsd vxd wma wmv xls xlsx zip'.split(
        ' ',
      ),
    download_pause: 200,
    download_tracking: false,
    form_pause: 250,
    hide_campaign: false,
    hide_xdm_data: false,
    history_tracking: false,
    host: '',
    idle_threshold: 10_000,
    idle_timeout: 300_000,
    ignore_query_url: false,
    initialized: undefined,
    ip: '',
    map_query_params: {},
    outgoing_ignore_subdomain: true,
    outgoing_pause: 200,
    outgoing_tracking: false,
    personalization: true,
    ping: false,
    ping_interval: 12_000,
    protocol: '',
    region: 'eu',
    respect_dnt: false,
    respect_gpc: false,
    save_url_hash: true,
    third_party: false,
    track_path: 'track',
    use_cookies: true,
  };
}

/// Takes options over in the form the tracker needs; what makes no sense leaves one as it was.
///
/// @param said names of the options that a page has given so far: only what it did not is the dialect's to say
export function setOptions(options: Options, given: Record<string, unknown>, said: Set<string>): void {
  const all = options as unknown as Record<string, unknown>;
  for (const name of Object.keys(given)) {
    attempt(() => {
      const key = name === 'third_party_cookie' ? 'third_party' : name;
      said.add(key);
      all[key] = normal(all[key], given[name]) ?? all[key];
    });
  }
  if (!said.has('ping')) {
    options.ping = options.dialect === 'guide';
  }
}

function normal(current: unknown, value: unknown): unknown {
  if (current instanceof Date) {
    const date = value instanceof Date ? value : new Date(Date.now() + Number(value) * DAY);
    return Number.isNaN(+date) ? current : date;
  }
  if (Array.isArray(current)) {
    return (Array.isArray(value) ? value : String(value || '').split(/[\s,]+/)).map(String).filter(Boolean);
  }
  switch (typeof current) {
    case 'boolean':
      return value === 'hash' ? value : Boolean(value) && value !== 'false';
    case 'number':
      return Number.isFinite(Number(value)) ? Number(value) : current;
    case 'string':
      return String(value ?? '');
    default:
      return value;
  }
}
