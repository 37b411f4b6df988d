import { describe, expect, test } from 'vitest';
import { type Stage, site, WAYS } from './kit';

/** Word for word the calls of `guide.md`. */
const GUIDE_CALLS = `
// Track a custom event with properties
woopra.track('purchase_completed', {
product: 'Widget Pro',
price: 149.99,
currency: 'USD',
quantity: 1,
category: 'electronics'
});
// Track a signup
woopra.track('signed_up', {
plan: 'free',
source: 'organic',
referral_code: 'FRIEND50'
});
// Track feature usage
woopra.track('feature_used', {
feature_name: 'export_csv',
module: 'reports',
duration_seconds: 12
});
// Track when a form is submitted
woopra.trackForm('signup-form', {
eventName: 'form_submitted',
eventData: {
form_name: 'newsletter_signup',
page: window.location.pathname
}
});
// First argument: form element ID or CSS selector
woopra.trackForm('#contact-form', {
eventName: 'contact_request'
});
// Track clicks on a specific button
woopra.trackClick('#cta-button', {
eventName: 'cta_clicked',
eventData: {
button_text: 'Start Free Trial',
page: window.location.pathname
}
});
// Track clicks on a class of elements
woopra.trackClick('.pricing-plan', {
eventName: 'pricing_plan_clicked'
});
// Identify after login
woopra.identify({
email: 'jane@example.com',
name: 'Jane Doe',
company: 'Acme Corp',
plan: 'enterprise',
signup_date: '2025-03-15',
role: 'admin'
});
// Must call track() after identify() to send the data
woopra.track();
woopra.visit({
campaign: 'spring-sale',
landing_page: '/promo',
ab_test_variant: 'B'
});
`;

const GUIDE_OPTIONS = `
outgoing_tracking: true, // Track outbound links
download_tracking: true, // Track file downloads (.pdf, .zip, etc.)
download_extensions: 'pdf,zip,dmg,exe,doc,xls', // Extensions to track
click_tracking: false, // Track all clicks (generates high volume)
idle_timeout: 300000, // Session timeout in ms (default: 300000 = 5 min)
ping: true, // Send periodic pings to update visit duration
ping_interval: 12000, // Ping interval in ms (default: 12000)
cookie_name: 'wooTracker', // Cookie name
cookie_domain: '.example.com', // Cookie domain
cookie_path: '/', // Cookie path
cookie_expire: 730, // Cookie lifetime in days
hide_campaign: false, // Strip UTM params from URL after capture
third_party_cookie: false, // Enable third-party cookie for cross-domain
ignore_query_url: false // Ignore query strings when tracking URLs
`;

const BODY = `<form id="signup-form"><input name="email" value="x@y.example"><button>Sign up</button></form>
  <form id="contact-form"><button>Contact</button></form>
  <button id="cta-button">Start</button><div class="pricing-plan">Pro</div>`;

export function documented(on: () => Stage): void {
  describe.each(WAYS)('documented calls, by %s', (way) => {
    test('every call of the guide does what the guide says', async () => {
      const { project, url } = await site(on(), way, `words-${way}.example`, {
        config: GUIDE_OPTIONS.replace(".example.com'", `.words-${way}.example'`),
        calls: `${GUIDE_CALLS} addEventListener('submit', (event) => event.preventDefault());`,
        body: BODY,
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      const first = ['purchase_completed', 'signed_up', 'feature_used', 'pv'];
      const [purchase, signup, feature, view] = await project.has(...first);
      expect(purchase?.properties).toEqual({
        product: 'Widget Pro',
        price: 149.99,
        currency: 'USD',
        quantity: 1,
        category: 'electronics',
      });
      expect(signup?.properties).toEqual({ plan: 'free', source: 'organic', referral_code: 'FRIEND50' });
      expect(feature?.properties).toEqual({
        feature_name: 'export_csv',
        module: 'reports',
        duration_seconds: 12,
      });
      expect(view?.properties).toMatchObject({ url: '/', title: 'A page', returning: false });
      const [jane] = await project.people();
      expect(jane?.properties).toMatchObject({
        email: 'jane@example.com',
        name: 'Jane Doe',
        company: 'Acme Corp',
        plan: 'enterprise',
        signup_date: '2025-03-15',
        role: 'admin',
      });
      await page.waitForFunction(
        "performance.getEntriesByType('resource').some(({ name }) => /forms/.test(name) || /esm/.test(name))",
      );
      await page.evaluate('new Promise((done) => setTimeout(done, 300))');
      for (const pressed of ['#signup-form button', '#contact-form button', '#cta-button', '.pricing-plan']) {
        await page.click(pressed);
      }
      const later = ['form_submitted', 'contact_request', 'cta_clicked', 'pricing_plan_clicked'];
      const [submitted, contact, cta, plan] = await project.has(...later, ...first);
      expect(submitted?.properties).toEqual({ form_name: 'newsletter_signup', page: '/' });
      expect(contact?.properties).toEqual({});
      expect(cta?.properties).toEqual({ button_text: 'Start Free Trial', page: '/' });
      expect(cta?.visitProperties).toMatchObject({
        campaign: 'spring-sale',
        landing_page: '/promo',
        ab_test_variant: 'B',
      });
      expect(plan?.properties).toEqual({});
      expect(visit.surfaced()).toEqual([]);
    });
  });

  test('identify alone sends nothing until something is tracked, and auto_push sends it', async () => {
    const { project, url } = await site(on(), 'snippet', 'identify.example', {
      calls: "woopra.identify({ email: 'late@shop.example' });",
    });
    const visit = await on().visit();
    const posts: string[] = [];
    visit.page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
    const page = await visit.open(url);
    await page.evaluate('new Promise((done) => setTimeout(done, 400))');
    expect(posts).toEqual([]);
    await page.evaluate("woopra.config('auto_push', true); woopra.identify('name', 'Late');");
    await page.waitForFunction(
      "performance.getEntriesByType('resource').some(({ name }) => /push/.test(name))",
    );
    await page.evaluate("woopra.track('something')");
    await project.has('something');
    const [person] = await project.people();
    expect(person?.properties).toMatchObject({ email: 'late@shop.example', name: 'Late' });
  });
}
