import { describe, expect, it } from 'vitest';
import { tracked } from './dialect';
import { bindingOf } from './parts/binding';

describe('track', () => {
  const done = () => undefined;

  it('without arguments is a page view', () => {
    expect(tracked([])).toEqual({ name: 'pv', properties: {}, options: {} });
  });

  it('takes a name, properties and options', () => {
    expect(tracked(['signed_up', { plan: 'free' }, { queue: true }])).toEqual({
      name: 'signed_up',
      properties: { plan: 'free' },
      options: { queue: true },
    });
  });

  it('takes a function in place of options, properties, or everything', () => {
    expect(tracked(['x', { a: 1 }, done])).toEqual({
      name: 'x',
      properties: { a: 1 },
      options: { onSuccess: done },
    });
    expect(tracked(['x', done])).toEqual({ name: 'x', properties: {}, options: { onSuccess: done } });
    expect(tracked([done])).toEqual({ name: 'pv', properties: {}, options: { onSuccess: done } });
  });

  it('finds the name among the properties', () => {
    expect(tracked([{ name: 'pv' }])).toEqual({ name: 'pv', properties: {}, options: {} });
    expect(tracked([{ name: 'sale', price: 3 }, done])).toEqual({
      name: 'sale',
      properties: { price: 3 },
      options: { onSuccess: done },
    });
    expect(tracked([{ $action: 'sale' }])).toMatchObject({ name: 'sale', properties: {} });
  });

  it('is a page view with what has no name', () => {
    expect(tracked([null, { a: 1 }])).toMatchObject({ name: 'pv', properties: { a: 1 } });
    expect(tracked([{ a: 1 }])).toMatchObject({ name: 'pv', properties: { a: 1 } });
  });

  it('reads what can be read of options that throw', () => {
    const options = {
      queue: true,
      get onSuccess() {
        throw new Error('no');
      },
    };
    expect(tracked(['x', {}, options]).options).toEqual({ queue: true });
  });
});

describe('a binding', () => {
  it('of the guide has its selector first and describes its event', () => {
    const eventData = { form_name: 'newsletter_signup' };
    expect(
      bindingOf(['signup-form', { eventName: 'form_submitted', eventData }], 'Tracked Form', false),
    ).toMatchObject({
      name: 'form_submitted',
      selector: 'signup-form',
      properties: eventData,
      described: true,
    });
    expect(bindingOf(['.pricing-plan', { eventName: 'clicked' }], 'Item Clicked', true)).toMatchObject({
      name: 'clicked',
      selector: '.pricing-plan',
      properties: {},
      described: true,
    });
  });

  it('of the library has its event name first', () => {
    expect(bindingOf(['Sign up', '#form', { exclude: ['a'] }], 'Tracked Form', false)).toMatchObject({
      name: 'Sign up',
      selector: '#form',
      options: { exclude: ['a'] },
      described: false,
    });
    expect(bindingOf(['Buy', '.buy', { a: 1 }, { noNav: true }], 'Item Clicked', true)).toMatchObject({
      name: 'Buy',
      selector: '.buy',
      properties: { a: 1 },
      options: { noNav: true },
      described: false,
    });
  });

  it('of the library may name elements in place of a selector', () => {
    const elements = ['an element'];
    expect(bindingOf(['Buy', { elements }], 'Item Clicked', true)).toMatchObject({
      name: 'Buy',
      selector: '',
      options: { elements },
      described: false,
    });
  });

  it('to one argument is to a selector, under the standard name', () => {
    expect(bindingOf(['#form'], 'Tracked Form', false)).toMatchObject({
      name: 'Tracked Form',
      selector: '#form',
      described: true,
    });
  });

  it('to nothing that can be understood binds nothing', () => {
    expect(bindingOf([Symbol('s'), 3n, null], 'Tracked Form', false)).toMatchObject({ selector: '' });
  });
});
