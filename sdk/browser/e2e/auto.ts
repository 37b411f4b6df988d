import { describe, expect, test } from 'vitest';
import { type Stage, site, until } from './kit';

const LINKS = `
  <a id="out" href="http://elsewhere.example/there" class="link big">Elsewhere</a>
  <a id="file" href="/files/Report.PDF">Report</a>
  <button id="b" class="cta" title="Now" data-woopra-colour="red">Buy <b>it</b></button>
  <button id="named" data-woopra="bought it">Named</button>
  <span data-tracked="1"><button id="known">Known</button></span>
  <input id="typed" type="text" value="secret">`;

/** What the tracker sees by itself, and what it sees where a page asks for it. */
export function auto(on: () => Stage): void {
  describe('automatic events', () => {
    test('the library names the click "button click" and tells what was clicked', async () => {
      const { project, url } = await site(on(), 'snippet', 'clicks.example', {
        config: 'click_tracking: true, outgoing_tracking: true, download_tracking: true',
        calls: "addEventListener('click', (event) => event.target.closest('a') && event.preventDefault());",
        body: LINKS,
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      for (const id of ['b', 'named', 'known', 'typed', 'file']) await page.click(`#${id}`);
      const [click, , named, download] = await project.has(
        'button click',
        'button click',
        'bought it',
        'download',
      );
      expect(click?.properties).toMatchObject({
        'page url': '/',
        'page title': 'A page',
        text: 'Buy it',
        title: 'Now',
        type: 'submit',
        tagname: 'button',
        classname: 'cta',
        'dom path': 'body > button#b',
        'pointer type': 'mouse',
        colour: 'red',
      });
      expect(named?.properties).toMatchObject({ text: 'Named' });
      expect(download?.properties).toEqual({ url: 'http://clicks.example/files/Report.PDF' });
      await page.click('#out');
      const events = await project.has(
        'outgoing',
        'button click',
        'button click',
        'button click',
        'bought it',
        'download',
      );
      expect(events[0]?.properties).toEqual({ url: 'http://elsewhere.example/there' });
      expect(events[3]?.properties).toMatchObject({ type: 'link', url: 'http://elsewhere.example/there' });
      expect(visit.surfaced()).toEqual([]);
    });

    test("in the guide's dialect it is called click, extensions are a text, and pings come by themselves", async () => {
      const { project, url } = await site(on(), 'snippet', 'guide.example', {
        config:
          "dialect: 'guide', click_tracking: true, download_tracking: true, download_extensions: 'pdf,zip', ping_interval: 6000",
        calls: "woopra.track(); addEventListener('click', (event) => event.preventDefault());",
        body: `${LINKS}<a id="txt" href="/notes.txt">Notes</a>`,
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      const pings: string[] = [];
      page.on('request', (request) => {
        const body = request.postData() ?? '';
        if (body.includes('"endpoint":"ping"')) pings.push(body);
      });
      await page.click('#b');
      await page.click('#file');
      await page.click('#txt');
      await project.has('pv', 'click', 'click', 'click', 'download');
      await until('a ping', async () => pings.length > 0);
      await visit.leave();
    });

    test('by the library there are no pings unless they are asked for', async () => {
      const { project, url } = await site(on(), 'snippet', 'pings.example', {
        config: 'ping: true, ping_interval: 1000',
      });
      const visit = await on().visit();
      const pings: string[] = [];
      visit.page.on('request', (request) => {
        const body = request.postData() ?? '';
        if (body.includes('"endpoint":"ping"')) pings.push(body);
      });
      await visit.open(url);
      await project.has('pv');
      await until('a ping', async () => pings.length > 0);
      expect(pings[0]).not.toContain('cv_');
    });
  });

  describe('forms and elements', () => {
    test("trackForm reads the plain fields in the library's dialect, and only what is named in the guide's", async () => {
      const { project, url } = await site(on(), 'snippet', 'forms.example', {
        calls: `
          woopra.trackForm('library form', '#first', { exclude: ['left'], identify: (fields) => ({ email: fields.contact }) });
          woopra.trackForm('second', { eventName: 'guide form', eventData: { form_name: 'newsletter' } });
          woopra.trackForm('named form', '#third', { include: ['mail', 'pass'] });
          addEventListener('submit', (event) => event.preventDefault());`,
        body: ['first', 'second', 'third']
          .map(
            (id) => `<form id="${id}">
              <input name="contact" value="ann@shop.example"><input name="left" value="out">
              <input name="mail" type="email" value="x@y.example"><input name="pass" type="password" value="secret">
              <textarea name="note">hello</textarea>
              <input type="checkbox" name="on" value="yes" checked><input type="checkbox" name="off" value="no">
              <select name="size"><option>S<option selected>M</select>
              <button>Send</button></form>`,
          )
          .join(''),
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      await page.waitForFunction(
        "performance.getEntriesByName(woopra.getEndpoint().slice(0, -1) + '-forms.js').length > 0",
      );
      for (const id of ['first', 'second', 'third']) await page.click(`#${id} button`);
      const [library, guide, named] = await project.has('library form', 'guide form', 'named form');
      expect(library?.properties).toEqual({
        contact: 'ann@shop.example',
        note: 'hello',
        on: 'yes',
        size: 'M',
      });
      expect(guide?.properties).toEqual({ form_name: 'newsletter' });
      expect(named?.properties).toMatchObject({ mail: 'x@y.example' });
      expect(JSON.stringify([library, guide, named])).not.toContain('secret');
      const [person] = await project.people();
      expect(person?.properties['email']).toBe('ann@shop.example');
      expect(visit.surfaced()).toEqual([]);
    });

    test('trackClick tells in both dialects, of elements that come later too', async () => {
      const { project, url } = await site(on(), 'snippet', 'elements.example', {
        calls: `
          woopra.trackClick('#cta-button', { eventName: 'cta_clicked', eventData: { button_text: 'Start' } });
          woopra.trackClick('.pricing-plan', { eventName: 'pricing_plan_clicked' });
          woopra.trackClick('library click', '#own', { colour: 'red' }, { noNav: true });
          woopra.trackClick('', '#standard');`,
        body: '<a id="own" href="/nowhere">Own</a><button id="standard">Standard</button>',
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      await page.waitForFunction(
        "performance.getEntriesByName(woopra.getEndpoint().slice(0, -1) + '-forms.js').length > 0",
      );
      await page.evaluate(
        'document.body.insertAdjacentHTML("beforeend", `<button id="cta-button">Start</button><div class="pricing-plan">Pro</div>`)',
      );
      for (const selector of ['#cta-button', '.pricing-plan', '#own', '#standard'])
        await page.click(selector);
      const [cta, , own] = await project.has(
        'cta_clicked',
        'pricing_plan_clicked',
        'library click',
        'Item Clicked',
      );
      expect(cta?.properties).toEqual({ button_text: 'Start' });
      expect(own?.properties).toEqual({ colour: 'red' });
      expect(page.url()).toBe(url);
      expect(visit.surfaced()).toEqual([]);
    });
  });
}
