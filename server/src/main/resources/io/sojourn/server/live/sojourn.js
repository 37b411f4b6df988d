/* Sojourn's tracker for browsers: page views, events, who somebody is. It never throws into the page. */
(function (w, d) {
  "use strict";
  var COOKIE_DAYS = 730;
  var PING_MILLIS = 20000;
  var IDLE_MILLIS = 300000;
  var LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  var base = d.currentScript ? d.currentScript.src.replace(/sojourn\.js.*$/, "") : "/";
  var host = w.location.hostname.replace(/^www\./, "");
  var waiting = (w.sojourn && w.sojourn.q) || [];
  var options = { domain: host, cookie_name: "sojourn", cookie_domain: "." + host, ping: true };
  var person = {};
  var view = null;
  var lastMove = Date.now();

  function random() {
    var text = "";
    var bytes = new Uint8Array(12);
    w.crypto.getRandomValues(bytes);
    for (var i = 0; i < bytes.length; i++) {
      text += LETTERS.charAt(bytes[i] % LETTERS.length);
    }
    return text;
  }

  function readCookie() {
    var parts = d.cookie.split("; ");
    for (var i = 0; i < parts.length; i++) {
      if (parts[i].indexOf(options.cookie_name + "=") === 0) {
        return parts[i].substring(options.cookie_name.length + 1);
      }
    }
    return "";
  }

  function writeCookie(value, domain) {
    d.cookie =
      options.cookie_name + "=" + value + "; path=/; max-age=" + COOKIE_DAYS * 86400 + "; SameSite=Lax" +
      (domain ? "; domain=" + domain : "") + (w.location.protocol === "https:" ? "; Secure" : "");
  }

  function cookie() {
    var value = readCookie() || random();
    writeCookie(value, options.cookie_domain);
    if (readCookie() !== value) {
      writeCookie(value, "");
    }
    return value;
  }

  function add(query, prefix, values) {
    for (var key in values) {
      if (Object.prototype.hasOwnProperty.call(values, key) && values[key] !== undefined && values[key] !== null) {
        var value = values[key];
        var text = typeof value === "object" ? JSON.stringify(value) : String(value);
        query.push(encodeURIComponent(prefix + key) + "=" + encodeURIComponent(text));
      }
    }
  }

  function send(endpoint, fields, event) {
    var query = [];
    add(query, "", {
      project: options.domain,
      app: "sojourn-js",
      cookie: cookie(),
      screen: w.screen.width + "x" + w.screen.height,
      language: w.navigator.language
    });
    add(query, "", fields);
    add(query, "cv_", person);
    add(query, "ce_", event || {});
    var url = base + "track/" + endpoint + "?" + query.join("&");
    if (w.fetch) {
      w.fetch(url, { mode: "no-cors", keepalive: true, credentials: "omit" }).catch(function () {});
    } else {
      new Image().src = url;
    }
  }

  function leave() {
    if (view && view.since) {
      view.millis += Date.now() - view.since;
      view.since = 0;
      send("update", { event: "pv", idptnc: view.id, duration: view.millis });
    }
  }

  function look() {
    var id = random();
    view = { id: id, since: d.visibilityState === "hidden" ? 0 : Date.now(), millis: 0 };
    send("ce", { event: "pv", idptnc: id, referer: d.referrer }, {
      url: w.location.pathname + w.location.search,
      uri: w.location.href,
      title: d.title,
      domain: w.location.hostname
    });
  }

  var methods = {
    config: function (key, value) {
      var given = key;
      if (typeof key === "string") {
        given = {};
        given[key] = value;
      }
      for (var name in given) {
        options[name] = given[name];
      }
    },
    identify: function (key, value) {
      if (typeof key === "string") {
        person[key] = value;
      } else {
        for (var name in key) {
          person[name] = key[name];
        }
      }
    },
    push: function () {
      send("identify", {});
    },
    track: function (name, properties) {
      if (name === undefined || name === "pv") {
        leave();
        look();
      } else {
        send("ce", { event: name, idptnc: random(), referer: d.referrer }, properties);
      }
    }
  };

  function call(method, given) {
    try {
      methods[method].apply(null, given);
    } catch (failed) {
      if (w.console) {
        w.console.warn("sojourn: " + failed);
      }
    }
    return w.sojourn;
  }

  w.sojourn = { loaded: true };
  Object.keys(methods).forEach(function (method) {
    w.sojourn[method] = function () {
      return call(method, arguments);
    };
  });

  d.addEventListener("visibilitychange", function () {
    if (d.visibilityState === "hidden") {
      quietly(leave);
    } else if (view) {
      view.since = Date.now();
    }
  });
  ["mousemove", "keydown", "scroll", "touchstart"].forEach(function (kind) {
    w.addEventListener(kind, function () { lastMove = Date.now(); }, { passive: true });
  });
  w.setInterval(function () {
    if (options.ping && view && d.visibilityState !== "hidden" && Date.now() - lastMove < IDLE_MILLIS) {
      quietly(function () { send("ping", {}); });
    }
  }, PING_MILLIS);

  function quietly(work) {
    try {
      work();
    } catch (failed) {
      /* the page goes on */
    }
  }

  for (var i = 0; i < waiting.length; i++) {
    call(waiting[i][0], waiting[i].slice(1));
  }
})(window, document);
