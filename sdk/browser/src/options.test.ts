import { expect, it } from 'vitest';
import { setOptions, standardOptions } from './options';
import type { GivenOptions, Options } from './types';

const DAY = 86_400_000;

function given(...calls: GivenOptions[]): Options {
  const options = standardOptions('www.example.com', true);
  const said = new Set<string>();
  for (const call of calls) {
    setOptions(options, call as Record<string, unknown>, said);
  }
  return options;
}

it('the standard options are those of w.js 5.3.0', () => {
  expect(given()).toMatchObject({
    app: 'js-client',
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
    cookie_domain: '.example.com',
    cookie_name: 'wooTracker',
    cookie_path: '/',
    cookie_secure: true,
    download_extensions:
      'avi css dmg doc eps exe js m4v mov mp3 mp4 msi pdf ppt rar svg txt vsd vxd wma wmv xls xlsx zip'.split(
        ' ',
      ),
    download_pause: 200,
    download_tracking: false,
    form_pause: 250,
    hide_campaign: false,
    hide_xdm_data: false,
    idle_threshold: 10000,
    idle_timeout: 300000,
    ignore_query_url: false,
    map_query_params: {},
    outgoing_ignore_subdomain: true,
    outgoing_pause: 200,
    outgoing_tracking: false,
    personalization: true,
    ping: false,
    ping_interval: 12000,
    region: 'eu',
    save_url_hash: true,
    third_party: false,
    use_cookies: true,
  });
});

it('cookies last 730 days, a number of days or until a date', () => {
  const near = (date: Date, days: number) => Math.abs(date.getTime() - Date.now() - days * DAY) < 10_000;
  expect(near(given().cookie_expire, 730)).toBe(true);
  expect(near(given({ cookie_expire: 30 }).cookie_expire, 30)).toBe(true);
  expect(given({ cookie_expire: new Date(4e12) }).cookie_expire.getTime()).toBe(4e12);
  expect(near(given({ cookie_expire: new Date(Number.NaN) }).cookie_expire, 730)).toBe(true);
});

it('lists are lists or words between commas', () => {
  expect(given({ download_extensions: 'pdf,zip, dmg' }).download_extensions).toEqual(['pdf', 'zip', 'dmg']);
  expect(given({ download_extensions: ['pdf'] }).download_extensions).toEqual(['pdf']);
  expect(given({ cross_domain: 'b.com' }).cross_domain).toEqual(['b.com']);
  expect(given({ cross_domain: false }).cross_domain).toEqual([]);
});

it('the guide\u2019s dialect pings unless the page says otherwise', () => {
  expect(given({ dialect: 'guide' }).ping).toBe(true);
  expect(given({ dialect: 'guide', ping: false }).ping).toBe(false);
  expect(given({ ping: false }, { dialect: 'guide' }).ping).toBe(false);
  expect(given({ ping: true }).ping).toBe(true);
});

it('third_party_cookie is third_party', () => {
  expect(given({ third_party_cookie: true }).third_party).toBe(true);
});

it('what makes no sense leaves an option as it was', () => {
  const hostile = {
    toString() {
      throw new Error('no');
    },
  };
  const options = given({
    idle_timeout: 'soon',
    domain: hostile,
    campaign_once: 'yes',
  } as unknown as GivenOptions);
  expect(options).toMatchObject({ idle_timeout: 300000, domain: '', campaign_once: true });
});
