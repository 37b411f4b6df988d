import { describe, expect, it } from 'vitest';
import { CAMPAIGN, CROSSING, campaign, changed, crossingId, visitor } from './query';

describe('the address of a page', () => {
  it('tells the campaign, utm before woo', () => {
    const search = '?utm_source=news&woo_source=old&woo_campaign=spring&utm_term=a+b&utm_medium=';
    expect(campaign(search, {})).toEqual({
      campaign_name: 'spring',
      campaign_source: 'news',
      campaign_term: 'a b',
    });
  });

  it('tells what the page maps to properties', () => {
    expect(campaign('?ref=friend&x=1', { ref: 'campaign_name', y: 'z' })).toEqual({
      campaign_name: 'friend',
    });
  });

  it('tells of the visitor, up to the fragment', () => {
    expect(visitor('?wv_plan=pro&plan=free&wv_first%20name=J%C3%A9r')).toEqual({
      plan: 'pro',
      'first name': 'Jér',
    });
  });

  it('says nothing when its query is malformed', () => {
    expect(campaign('?%zz&=&utm_source', {})).toEqual({});
  });

  it('loses parameters and keeps the others letter by letter', () => {
    expect(changed('https://a.b/p?utm_source=x&q=%7e+1&wv_a=b&flag#utm_x', CAMPAIGN)).toBe(
      'https://a.b/p?q=%7e+1&flag#utm_x',
    );
    expect(changed('https://a.b/p?utm_source=x', CAMPAIGN)).toBe('https://a.b/p');
  });

  it('takes the id of a visitor to another site and back', () => {
    const link = changed('https://a.b/p?q=1#f', CROSSING, '__woopraid=abcDEF012345');
    expect(link).toBe('https://a.b/p?q=1&__woopraid=abcDEF012345#f');
    expect(crossingId(link)).toBe('abcDEF012345');
    expect(changed(link, CROSSING)).toBe('https://a.b/p?q=1#f');
  });

  it('hands over nothing that is no cookie', () => {
    expect(crossingId('https://a.b/?__woopraid=')).toBeUndefined();
    expect(crossingId('https://a.b/?__woopraid=%3Cscript%3E')).toBeUndefined();
    expect(crossingId('https://a.b/?x__woopraid=abc')).toBeUndefined();
    expect(crossingId(`https://a.b/?__woopraid=${'a'.repeat(25)}`)).toBeUndefined();
  });
});
