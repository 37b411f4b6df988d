import type { Host, Parts } from '../part';
import { type Binding, bindingOf } from './binding';

const READ_TYPES = 'text hidden button reset submit checkbox radio textarea select-one select-multiple'.split(
  ' ',
);
const NEVER_READ = ['password', 'file'];

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/// Tells the submissions of forms and the clicks on elements that the page names.
///
/// Bindings are looked up when something happens, so that elements may come later. Every form and every click goes on
/// unhindered: what is told of it is safe before the page ends.
export function forms(host: Host): Parts['forms'] {
  const bound = { click: [] as Binding[], submit: [] as Binding[] };
  host.listen(window, 'submit', (event) => {
    for (const binding of bound.submit) {
      host.attempt(() => submitted(host, binding, event));
    }
  });
  host.listen(window, 'click', (event) => {
    for (const binding of bound.click) {
      host.attempt(() => clicked(host, binding, event));
    }
  });
  return {
    form: (args) => bound.submit.push(bindingOf(args, 'Tracked Form', false)),
    click: (args) => bound.click.push(bindingOf(args, 'Item Clicked', true)),
  };
}

function submitted(host: Host, binding: Binding, event: Event): void {
  const form = elementOf(binding, event);
  if (!(form instanceof HTMLFormElement)) {
    return;
  }
  const { identify, noSubmit } = binding.options;
  const fields = formFields(form.elements, binding);
  if (typeof identify === 'function') {
    host.attempt(() => host.identify(identify(fields)));
  }
  host.event(binding.name, { ...fields, ...binding.properties }, { ...binding.options, useBeacon: true });
  if (noSubmit) {
    event.preventDefault();
  }
}

function clicked(host: Host, binding: Binding, event: Event): void {
  const element = elementOf(binding, event);
  if (element) {
    element.setAttribute('data-tracked', '1');
    host.event(binding.name, binding.properties, { ...binding.options, useBeacon: true });
    if (binding.options['noNav']) {
      event.preventDefault();
    }
  }
}

/// The bound element that the event happened in.
function elementOf({ selector, options }: Binding, event: Event): Element | undefined {
  const elements = options['elements'];
  const given = elements instanceof Element ? [elements] : Array.from((elements ?? []) as ArrayLike<unknown>);
  const byId = selector ? document.getElementById(selector) : null;
  for (const target of event.composedPath()) {
    if (
      target instanceof Element &&
      (given.includes(target) || target === byId || matches(target, selector))
    ) {
      return target;
    }
  }
  return undefined;
}

function matches(element: Element, selector: string): boolean {
  try {
    return selector !== '' && element.matches(selector);
  } catch {
    return false;
  }
}

/// What a form says: in the library's dialect its plain fields, and in both the fields that the page names. A password
/// or a file is never read.
export function formFields(
  elements: ArrayLike<Element>,
  { options, described }: Binding,
): Record<string, string> {
  const fields: Record<string, string> = {};
  const named = names(options['include']);
  const excluded = names(options['exclude']);
  for (const element of Array.from(elements)) {
    const { name, type, value } = guardedField(element as Field);
    const isRead = named.includes(name) || (!described && READ_TYPES.includes(type));
    const isOff = (type === 'checkbox' || type === 'radio') && !(element as HTMLInputElement).checked;
    if (name && isRead && !isOff && !excluded.includes(name)) {
      fields[name] = value();
    }
  }
  return fields;
}

function guardedField(field: Field): { name: string; type: string; value: () => string } {
  const type = NEVER_READ.includes(field.type) || /password/.test(field.autocomplete) ? '' : field.type;
  const name = type ? field.getAttribute('name') || '' : '';
  return { name, type, value: () => (field instanceof HTMLSelectElement ? selected(field) : field.value) };
}

/// Of several choices the last one.
function selected(field: HTMLSelectElement): string {
  return field.selectedOptions[field.selectedOptions.length - 1]?.value ?? '';
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
