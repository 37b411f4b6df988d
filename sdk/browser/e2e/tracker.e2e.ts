import { afterAll, beforeAll, expect, test } from 'vitest';
import { auto } from './auto';
import { calls } from './calls';
import { crossing } from './crossing';
import { documented } from './documented';
import { Stage } from './kit';
import { lifecycle } from './lifecycle';
import { monkey } from './monkey';
import { privacy } from './privacy';
import { snippets } from './snippets';
import { wire } from './wire';

/** All of them against one server, which is killed once on the way. */

let stage: Stage;
const on = (): Stage => stage;

beforeAll(async () => {
  stage = await Stage.start();
});

afterAll(async () => {
  await stage?.stop();
});

snippets(on);
documented(on);
calls(on);
auto(on);
privacy(on);
crossing(on);
lifecycle(on);
wire(on);
monkey(on);

test('nothing came late or twice', async () => {
  expect(await stage.differences()).toEqual([]);
});
