import { attempt, isFunction, isObject } from './guard';
import type { Options } from './types';

const DAY = 86_400_000;

/// The options and what they are when nothing is said; names and values are those of w.js 5.3.0.
export function standardOptions(hostname: string, isSecure: boolean, now: number): Options {
  return {
    app: 'js-client',
    appier_app_id: '',
    augment_action: undefined,
    auto_push: false,
    beacons: true,
    campaign_once: false,
    click_pause: 250,
    click_tracking: false,
    click_tracking_matcher_selectors: [
      'a',
      'button',
      'input[type=button]',
      'input[type=submit]',
      '[role=button]',
    ],
    consent: 'granted',
    consent_cookie: '',
    context: undefined,
    cookie_domain: `.${hostname.replace(/^www\./, '')}`,
    cookie_expire: new Date(now + 730 * DAY),
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
    ping: undefined,
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

const FUNCTIONS = ['augment_action', 'initialized'];

/// Takes an option over in the form the tracker needs; what makes no sense leaves it as it was.
export function setOption(options: Options, given: string, value: unknown, now: number): void {
  const key = given === 'third_party_cookie' ? 'third_party' : given;
  const all = options as unknown as Record<string, unknown>;
  const said = attempt(() => normal(key, all[key], value, now), undefined);
  if (said !== undefined || FUNCTIONS.includes(key)) {
    all[key] = said;
  }
}

function normal(key: string, current: unknown, value: unknown, now: number): unknown {
  if (FUNCTIONS.includes(key)) {
    return isFunction(value) ? value : undefined;
  }
  if (key === 'cookie_expire') {
    const days = value instanceof Date ? Number.NaN : Number(value);
    const date = Number.isNaN(days) ? new Date(value as Date | string) : new Date(now + days * DAY);
    return Number.isNaN(date.getTime()) ? undefined : date;
  }
  if (key === 'history_tracking' && value === 'hash') {
    return value;
  }
  if (Array.isArray(current)) {
    return list(value);
  }
  switch (typeof current) {
    case 'boolean':
      return isTrue(value);
    case 'number':
      return Number.isFinite(Number(value)) ? Number(value) : undefined;
    case 'string':
      return value === undefined || value === null ? '' : String(value);
    default:
      return key === 'ping' ? isTrue(value) : isObject(current) && !isObject(value) ? undefined : value;
  }
}

const isTrue = (value: unknown): boolean => Boolean(value) && value !== 'false';

function list(value: unknown): string[] {
  const items = Array.isArray(value) ? value.map(String) : value ? String(value).split(/[\s,]+/) : [];
  return items.filter(Boolean);
}
