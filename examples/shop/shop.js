// What the pages do, and what they tell the tracker: window.woopra, see snippet.js.

const PRODUCTS = [
  ['yirgacheffe', 'Yirgacheffe', 'beans', 14.5, '🫘', 'Jasmine, lemon, and the patience of a long bloom.'],
  ['sidamo-natural', 'Sidamo Natural', 'beans', 15.9, '🫘', 'Blueberry jam, dried on raised beds.'],
  ['huila-washed', 'Huila Washed', 'beans', 13.2, '🫘', 'Caramel and a clean finish.'],
  ['house-blend', 'House Blend', 'beans', 9.9, '🫘', 'What we drink ourselves, every day.'],
  ['pour-over-set', 'Pour-over Set', 'brewing', 39, '☕', 'Dripper, jug, and forty papers.'],
  ['french-press', 'French Press', 'brewing', 29.5, '☕', 'Forgiving, and good for four.'],
  ['hand-grinder', 'Hand Grinder', 'brewing', 64, '⚙️', 'Steel burrs, thirty clicks.'],
  ['travel-mug', 'Travel Mug', 'cups', 24.9, '🥤', 'Keeps its head for six hours.'],
].map(([slug, name, category, price, picture, about]) => ({ slug, name, category, price, picture, about }));

const ARTICLES = [
  ['brew-guide', 'How to brew', 'Fifteen grams, a quarter of a litre, and three minutes of your attention.'],
  ['water-matters', 'Water matters', 'Most of your cup is water. Soft, but not empty.'],
  ['storing-beans', 'Storing beans', 'Dark, dry, closed. Not in the fridge.'],
];

const page = location.pathname.split('/').pop() || 'index.html';
const query = new URLSearchParams(location.search);
const by = (id) => document.getElementById(id);
const euros = (amount) => `€ ${amount.toFixed(2)}`;

/** What this browser keeps of the shop, where it keeps anything. */
const kept = {
  read(name, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(`shop.${name}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  write(name, value) {
    try {
      localStorage.setItem(`shop.${name}`, JSON.stringify(value));
    } catch {
      // A browser without storage has a cart of one page.
    }
  },
};

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// --- consent

const CONSENT_COOKIE = 'shopConsent';

function consent() {
  const banner = by('consent');
  banner.hidden = new RegExp(`(^|; )${CONSENT_COOKIE}=(granted|denied)`).test(document.cookie);
  const answer = (said) => () => {
    woopra.consent(said);
    banner.hidden = true;
  };
  by('grant').addEventListener('click', answer('granted'));
  by('deny').addEventListener('click', answer('denied'));
  by('privacy').addEventListener('click', () => {
    banner.hidden = false;
    by('grant').focus();
  });
}

// --- every page

function everywhere() {
  const cart = kept.read('cart', []);
  by('count').textContent = cart.length > 0 ? `(${cart.length})` : '';
  const person = kept.read('person', undefined);
  if (person !== undefined) {
    by('account').textContent = person.name;
    woopra.identify(person);
  }
  const twin = { 'localhost': '127.0.0.1', '127.0.0.1': 'localhost' }[location.hostname];
  if (twin !== undefined) {
    by('outlet').href = `${location.protocol}//${twin}:${location.port}${location.pathname.replace(/[^/]*$/, '')}`;
    by('outlet').hidden = false;
  }
}

function card({ slug, name, price, picture }) {
  return element(
    'li',
    {},
    element(
      'a',
      { href: `product.html?p=${slug}` },
      element('div', { className: 'picture', ariaHidden: 'true', textContent: picture }),
      element('strong', { textContent: name }),
      element('div', { className: 'price', textContent: euros(price) }),
    ),
  );
}

function list(products) {
  document.querySelector('.grid').replaceChildren(...products.map(card));
}

const about = ({ name, category, price }) => ({ product: name, category, price });

// --- one page each

const PAGES = {
  'index.html': () => {
    const slugs = document.querySelector('.grid').dataset.products.split(' ');
    list(PRODUCTS.filter((product) => slugs.includes(product.slug)));
    woopra.visit({ landing: query.get('utm_campaign') ?? 'none' });
    woopra.trackClick('.cta', { eventName: 'cta clicked', eventData: { place: 'hero' } });
  },

  'category.html': () => {
    const category = query.get('c');
    const words = (query.get('q') ?? '').trim().toLowerCase();
    const found = PRODUCTS.filter(
      (product) =>
        (category === null || product.category === category) &&
        `${product.name} ${product.category} ${product.about}`.toLowerCase().includes(words),
    );
    list(found);
    by('q').value = words;
    if (words !== '') {
      by('found').textContent = `${found.length} found for “${words}”`;
      woopra.track('search', { query: words, results: found.length });
    }
  },

  'product.html': () => {
    const product = PRODUCTS.find(({ slug }) => slug === query.get('p')) ?? PRODUCTS[0];
    const article = by('product');
    article.querySelector('.picture').textContent = product.picture;
    article.querySelector('h1').textContent = product.name;
    article.querySelector('.about').textContent = product.about;
    article.querySelector('.price').textContent = euros(product.price);
    woopra.track('view product', about(product));
    by('add').addEventListener('click', () => {
      const cart = [...kept.read('cart', []), product.slug];
      kept.write('cart', cart);
      by('count').textContent = `(${cart.length})`;
      by('added').textContent = 'It is in your cart.';
      woopra.track('add to cart', about(product));
    });
  },

  'cart.html': () => {
    const draw = () => {
      const cart = items();
      const rows = cart.map((product, index) => {
        const remove = element('button', { className: 'quiet', textContent: 'Remove' });
        remove.setAttribute('aria-label', `Remove ${product.name}`);
        remove.addEventListener('click', () => {
          kept.write(
            'cart',
            kept.read('cart', []).filter((_, at) => at !== index),
          );
          woopra.track('remove from cart', about(product));
          everywhere();
          draw();
        });
        return element(
          'tr',
          {},
          element('td', { textContent: product.name }),
          element('td', { textContent: euros(product.price) }),
          element('td', {}, remove),
        );
      });
      by('cart').tBodies[0].replaceChildren(...rows);
      by('cart').hidden = cart.length === 0;
      by('empty').hidden = cart.length > 0;
      by('to-checkout').hidden = cart.length === 0;
      by('total').textContent = euros(together(cart));
    };
    draw();
  },

  'checkout.html': () => {
    const cart = items();
    by('total').textContent = euros(together(cart));
    woopra.track('checkout', { items: cart.length, value: together(cart) });
    by('checkout').addEventListener('submit', (event) => {
      event.preventDefault();
      const form = new FormData(event.target);
      sign(form);
      const order = `D${Date.now().toString(36).toUpperCase()}`;
      const said = { order, items: cart.length, value: together(cart), currency: 'EUR', shipping: form.get('shipping') };
      woopra.track('purchase', said);
      kept.write('cart', []);
      kept.write('order', said);
      location.assign('thanks.html');
    });
  },

  'thanks.html': () => {
    const order = kept.read('order', { order: 'of nothing' });
    by('order').textContent = order.order;
    by('cancel').addEventListener('click', () => {
      woopra.track('order cancelled', order);
      by('cancelled').textContent = 'It is cancelled.';
    });
  },

  'contact.html': () => {
    woopra.trackForm('contact-form', { eventName: 'contact request', eventData: { place: 'contact page' } });
    by('contact-form').addEventListener('submit', (event) => {
      // Nobody reads the message, and it does not belong into an address.
      event.preventDefault();
      location.assign('thanks-for-writing.html');
    });
  },

  'login.html': () => {
    const person = kept.read('person', undefined);
    by('known').hidden = person === undefined;
    by('sign-in').hidden = person !== undefined;
    by('known').querySelector('strong').textContent = person?.name ?? '';
    by('sign-out').addEventListener('click', () => {
      woopra.track('signout');
      kept.write('person', undefined);
      woopra.reset();
      location.assign('index.html');
    });
    by('sign-in').addEventListener('submit', (event) => {
      event.preventDefault();
      sign(new FormData(event.target));
      woopra.track('signin', { method: 'email' });
      location.assign('index.html');
    });
  },

  'journal.html': () => {
    const show = () => {
      const wanted = new URLSearchParams(location.search).get('a');
      const [, title, text] = ARTICLES.find(([slug]) => slug === wanted) ?? ARTICLES[0];
      document.title = `${title} · Demo Roasters`;
      by('article').replaceChildren(element('h2', { textContent: title }), element('p', { textContent: text }));
    };
    for (const [slug, title] of ARTICLES) {
      const link = element('a', { href: `journal.html?a=${slug}`, textContent: title });
      link.addEventListener('click', (event) => {
        event.preventDefault();
        history.pushState({}, '', link.href);
        show();
        by('article').focus();
      });
      by('articles').append(link);
    }
    window.addEventListener('popstate', show);
    show();
  },
};

function items() {
  return kept
    .read('cart', [])
    .map((slug) => PRODUCTS.find((product) => product.slug === slug))
    .filter((product) => product !== undefined);
}

function together(products) {
  return Math.round(products.reduce((sum, { price }) => sum + price, 0) * 100) / 100;
}

/** Says who the visitor is, from now on. */
function sign(form) {
  const person = { email: form.get('email'), name: form.get('name') };
  kept.write('person', person);
  woopra.identify(person);
}

consent();
everywhere();
PAGES[page]?.();
