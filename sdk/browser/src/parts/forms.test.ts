// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { bindingOf } from './binding';
import { formFields } from './forms';

function fields(html: string, ...args: unknown[]): Record<string, string> {
  document.body.innerHTML = `<form>${html}</form>`;
  const { elements } = document.querySelector('form') as HTMLFormElement;
  return formFields(elements, bindingOf(args, 'Tracked Form', false));
}

const FORM = `
  <input name="plain" value="1"><input type="hidden" name="hidden" value="2"><textarea name="area">3</textarea>
  <select name="one"><option value="a"><option value="b" selected></select>
  <input type="checkbox" name="on" value="4" checked><input type="checkbox" name="off" value="5">
  <input type="radio" name="radio" value="6"><input type="radio" name="radio" value="7" checked>
  <input type="email" name="email" value="a@b.c"><input type="tel" name="tel" value="8">
  <input type="number" name="number" value="9"><input type="password" name="password" value="secret">
  <input name="shown" autocomplete="current-password" value="secret"><input value="nameless">`;

it('the library\u2019s form tells its plain fields, never an address or a password', () => {
  expect(fields(FORM, 'Sign up', 'form')).toEqual({
    plain: '1',
    hidden: '2',
    area: '3',
    one: 'b',
    on: '4',
    radio: '7',
  });
});

it('the guide\u2019s form tells no field that is not named', () => {
  expect(fields(FORM, 'form', { eventName: 'signed_up' })).toEqual({});
});

it('fields can be left out and taken in, but never a password', () => {
  const options = {
    exclude: ['plain', 'hidden', 'area', 'one', 'on'],
    include: ['email', 'password', 'shown'],
  };
  expect(fields(FORM, 'Sign up', 'form', options)).toEqual({ radio: '7', email: 'a@b.c' });
  expect(fields(FORM, 'form', { eventName: 'x', include: ['tel', 'password'] })).toEqual({ tel: '8' });
});
