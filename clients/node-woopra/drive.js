// Drives the npm client in its own call form, each call after the answer to the one before, and prints the status codes.
const Woopra = require('woopra');

const project = process.env.WOOPRA_PROJECT;

// As the README shows it: a server that speaks for a user.
const forUser = new Woopra(project, { ssl: false });

// A server that hands on who its visitor is.
const visit = new Woopra(project, { ssl: false });
visit.client({
  cookie: 'visitor-cookie',
  ip: '203.0.113.9',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  language: 'en-US',
  screen: '1024x768',
});

const calls = [
  done => forUser.identify('user@id.com', { visitor_property: 'property' }).push(done),
  done => forUser.track('eventName', { event_property: 'property' }, done),
  done => forUser.track(
    'purchase',
    { amount: 99.5, product: 'Wïdget & Söhne', 'two words': true, nothing: null, tags: ['a', 'b'] },
    { timestamp: 1700000000000, referer: 'https://ref.example/?q=a&b' },
    done),
  done => visit.track('pv', { url: '/pricing?a=1&b=2#top', title: '100 %' }, done),
  done => visit.ping({}, done),
  done => visit.identify('Joe@id.com', { name: 'Jöe', plan: 'pro' }).track('signup', { plan: 'pro' }, done),
];

function next() {
  const call = calls.shift();
  if (call) {
    call((error, response) => {
      if (error) throw error;
      console.log(response.statusCode);
      response.resume().on('end', next);
    });
  }
}

next();
