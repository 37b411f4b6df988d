import type { Page } from 'playwright-core';
import { signIn, type TestServer } from './kit';

/** What the tests of the pages do over and over. */

export const OWNER = { name: 'Olga Owner', email: 'olga@shop.example', password: 'a long enough password' };

/** Signs in with what the first start printed and makes the account the owner's own, through the pages. */
export async function setUp(page: Page, server: TestServer, url = server.url): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByLabel('Email').fill(server.firstRun.owner.email);
  await page.getByLabel('Password', { exact: true }).fill(server.firstRun.owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('Your email').fill(OWNER.email);
  await page.getByLabel('Password that you signed in with').fill(server.firstRun.owner.password);
  await page.getByLabel('New password', { exact: true }).fill(OWNER.password);
  await page.getByLabel('New password again').fill(OWNER.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
}

export { signIn };

/** Until nothing is being loaded and drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[role=status][aria-label^=Loading]') === null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

type Found = { readonly people: readonly { readonly id: string }[] };

export async function personByEmail(server: TestServer, email: string): Promise<string> {
  const path = `/api/v1/projects/${server.projectId}/people?identifier=${encodeURIComponent(`email:${email}`)}`;
  const { people } = await server.api<Found>(path);
  const [person] = people;
  if (person === undefined) {
    throw new Error(`nobody has the email ${email}`);
  }
  return person.id;
}

export const SECTIONS = [
  'general',
  'traffic',
  'identity',
  'schema',
  'quarantine',
  'usage',
  'members',
  'audit',
] as const;

/** Every page of a signed-in owner. */
export function everyPage(
  project: string,
  person: string,
): readonly { readonly name: string; readonly path: string }[] {
  return [
    { name: 'live', path: `/p/${project}/live` },
    { name: 'people', path: `/p/${project}/people` },
    { name: 'person', path: `/p/${project}/people/${person}` },
    { name: 'person-visits', path: `/p/${project}/people/${person}?tab=visits` },
    { name: 'person-identifiers', path: `/p/${project}/people/${person}?tab=identifiers` },
    { name: 'install', path: `/p/${project}/install` },
    ...SECTIONS.map((section) => ({
      name: `settings-${section}`,
      path: `/p/${project}/settings/${section}`,
    })),
    { name: 'account', path: '/account' },
    { name: 'new-project', path: '/new-project' },
  ];
}
