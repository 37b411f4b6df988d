// The snippet of the Install page, in a file of its own because the pages allow no inline scripts. Calls wait in
// window.woopra._e until the tracker is there. The server puts in its script's address and the project.
((name, script) => {
  const waiting = { _e: [] };
  const methods = 'config track identify identifyOrg visit push call trackForm trackClick update consent reset';
  for (const method of methods.split(' ')) {
    waiting[method] = (...args) => {
      waiting._e.push([method, ...args]);
      return waiting;
    };
  }
  window.__woo = window.__woo || {};
  window.__woo[name] = window[name] = window[name] || waiting;
  const element = document.createElement('script');
  element.async = true;
  element.src = script;
  document.head.appendChild(element);
})('woopra', 'SCRIPT_URL');

woopra.config({
  domain: 'PROJECT',
  dialect: 'guide',
  // Until the visitor has answered nothing leaves the page; the answer is kept in a cookie of this name.
  consent: 'pending',
  consent_cookie: 'shopConsent',
  respect_gpc: true,
  outgoing_tracking: true,
  download_tracking: true,
  download_extensions: 'pdf,zip',
  click_tracking: true,
  // The journal changes its address without loading a page.
  history_tracking: true,
  cross_domain: ['127.0.0.1', 'localhost'],
  hide_campaign: true,
});
woopra.track();
