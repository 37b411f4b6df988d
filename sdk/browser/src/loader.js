// The loader of the install page: calls wait in window[name]._e until the script is there.
((name, script) => {
  var w = window;
  var d = document;
  var t = { _e: [] };
  'config track identify identifyOrg visit push call trackForm trackClick update cancelAction consent reset ping'
    .split(' ')
    .forEach((method) => {
      t[method] = (...args) => {
        t._e.push([method, ...args]);
        return t;
      };
    });
  w.__woo = w.__woo || {};
  w.__woo[name] = w[name] = w[name] || t;
  var e = d.createElement('script');
  e.async = true;
  e.src = script;
  d.head.appendChild(e);
})('woopra', 'SCRIPT_URL');
